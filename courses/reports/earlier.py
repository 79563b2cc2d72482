"""What an officer completed for sites they left, read by the staff of today's site once the officer agreed."""

from datetime import datetime
from typing import Any

import msgspec

from academy.sites.access import PersonRow, SiteRow
from academy.transfers.access import consent_at
from courses.learning.tables import Completion


class EarlierLine(msgspec.Struct, frozen=True, kw_only=True):
    """A completion for another site: its title, when, for whom, and how many minutes it counted."""

    title: str
    site: str
    zone: str
    completed_at: datetime
    minutes: int


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """The officer's answer in the words of academy.transfers.rules, "" where nobody asked; lines once they agreed."""

    answer: str
    lines: tuple[EarlierLine, ...] = ()


_LEFT = """
SELECT v.title AS title, s.name AS name, s.state_code AS state, s.time_zone AS zone, k.completed_at AS completed_at,
       k.contact_minutes AS minutes
FROM completion k JOIN course_version v ON v.id = k.version JOIN site s ON s.id = k.site
WHERE k.person = {} AND k.site <> {} AND k.completed_at IS NOT NULL AND k.duplicate_of IS NULL
  AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = k.person AND m.site = k.site AND m.ends_on IS NULL)
ORDER BY k.completed_at DESC, k.id DESC
"""


async def earlier_of(person: PersonRow, site: SiteRow) -> Earlier:
    """What the site may read of records for sites the officer left; nothing once they left this one too."""
    if person.left_on is not None:
        return Earlier(answer="")
    answer = await consent_at(person.id, site.id)
    rows = await Completion.raw(_LEFT, person.id, site.id) if answer == "agreed" else []
    return Earlier(answer=answer, lines=tuple(map(_line, rows)))


def _line(row: dict[str, Any]) -> EarlierLine:
    site = f"{row.pop('name')}, {row.pop('state')}"
    return msgspec.convert({**row, "site": site}, EarlierLine, strict=False)
