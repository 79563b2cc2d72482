"""The daily run about ending certificates: one letter for each holder, about all of theirs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.db.work import writing
from academy.messages import Letter
from academy.web.filters import plural
from certificates.expiring.queries import Ending, ending_at
from certificates.expiring.rules import notice_now
from certificates.expiring.tables import ExpiryNotice
from courses.notices.composing import Facts, letter
from courses.notices.dispatch import Post
from courses.notices.queries.desk import Desk, desk_of, site_by_id
from courses.notices.queries.owed import ended
from courses.notices.running import claim, finish

ENDED = "They ended messages about certificates that end."


class Notice(msgspec.Struct, frozen=True):
    """A certificate and the notice that has come for it, by its days."""

    ending: Ending
    days: int


async def run(site_id: int, slot: str) -> None:
    """Write to a site's people about certificates that end; once for each slot, and nothing twice."""
    site = await site_by_id(site_id)
    today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
    async with writing():
        if not await claim(site_id, "expiring", slot):
            return
        desk = await desk_of(site)
        found = await ending_at(site_id, today, max(desk.plan.expiring, default=0)) if desk.plan.expiring else ()
        due = [
            Notice(one, days)
            for one in found
            if (days := notice_now(one.ends_on, desk.plan.expiring, one.given, today))
        ]
        post = Post(desk)
        await post.look_up([one.ending.person for one in due])
        for mine in (await _new(due)).values():
            await _write_to(desk, mine, today, post)
        await finish(site_id, "expiring", slot, looked_at=len(found), post=post)


async def _new(due: Sequence[Notice]) -> dict[int, list[Notice]]:
    """Those that nobody gave before, by person."""
    grouped: dict[int, list[Notice]] = defaultdict(list)
    for one in due:
        row = ExpiryNotice(certificate=one.ending.certificate, days=one.days)
        if await ExpiryNotice.insert(row).on_conflict(action="DO NOTHING").returning(ExpiryNotice.id):
            grouped[one.ending.person.id].append(one)
    return grouped


async def _write_to(desk: Desk, mine: Sequence[Notice], today: date, post: Post) -> None:
    person = mine[0].ending.person
    made = _letter(desk, mine, today)
    wants = (person.id, "expiring") not in await ended()
    message = await (post.send(made, person) if wants else post.keep(made, person, reason=ENDED))
    ids = [one.ending.certificate for one in mine]
    await ExpiryNotice.update({ExpiryNotice.message: message}).where(
        ExpiryNotice.certificate.is_in(ids), ExpiryNotice.message.is_null()
    )


def _letter(desk: Desk, mine: Sequence[Notice], today: date) -> Letter:
    lines = [_line(one.ending.title, one.ending.ends_on, today) for one in mine]
    facts = Facts(holds="\n\n".join(lines), count=plural(len(mine), "certificate"), path="/certificates")
    return letter(desk, "expiring", mine[0].ending.person, facts)


def _line(title: str, ends_on: date, today: date) -> str:
    left = plural((ends_on - today).days, "day")
    return f"  {title}\n    Valid through {ends_on:%B} {ends_on.day}, {ends_on.year}, {left} from now"
