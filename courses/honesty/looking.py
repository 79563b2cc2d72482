"""Looking for discrepancies and keeping what is found, each once."""

from datetime import UTC, datetime

import msgspec

from academy import clock
from academy.db.work import writing
from courses.honesty.gathering import findings_since
from courses.honesty.rules import MARGIN, Found
from courses.honesty.tables import DigestRun, Finding

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_KEEP = """
    INSERT INTO finding (created_at, found_at, kind, person, site, enrollment, attempt, numbers, dedupe_key,
        dismissed_reason)
    VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, '')
    ON CONFLICT (dedupe_key) DO UPDATE SET numbers = excluded.numbers WHERE finding.dismissed_at IS NULL
    RETURNING id
"""


async def look() -> int:
    """Find what does not fit since the look before, or ever; gives how many findings are new.

    What was found before and still stands gets its numbers of today; what was dismissed stays dismissed.
    """
    at = clock.now()
    last = await DigestRun.select(DigestRun.created_at).order_by(DigestRun.id, ascending=False).first()
    since = last["created_at"] - MARGIN if last else _EVER
    found = await findings_since(since)
    async with writing():
        before = int(await Finding.count())
        for one in found:
            await _keep(one, at)
        new = int(await Finding.count()) - before
        await DigestRun.insert(DigestRun(created_at=at, looked_from=since, found=new))
    return new


async def _keep(one: Found, at: datetime) -> None:
    whose, numbers = one.whose, msgspec.json.encode(one.numbers).decode()
    values = (one.kind, whose.person, whose.site, whose.enrollment, one.attempt, numbers, one.key)
    await Finding.raw(_KEEP, at, at, *values)
