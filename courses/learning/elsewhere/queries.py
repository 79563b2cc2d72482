"""Training elsewhere that counts, for the pages and papers that show it beside the academy's own."""

from datetime import date, datetime

import msgspec
from piccolo.custom_types import Combinable

from courses.learning.elsewhere.tables import ExternalTraining


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """Approved training elsewhere. `approved_by`: the name of who looked at the evidence, `zone` the site's."""

    id: int
    code: str
    person_id: int
    title: str
    provider: str
    instructor: str
    minutes: int
    began_on: date
    ended_on: date
    category: str
    site: str
    state_code: str
    zone: str
    approved_by: str
    approved_at: datetime

    @property
    def place(self) -> str:
        return f"{self.site}, {self.state_code}"


async def approved_of(person_id: int, *, site_id: int = 0) -> tuple[Elsewhere, ...]:
    """A person's approved training elsewhere, oldest first; site 0: for all sites."""
    mine = ExternalTraining.person == person_id
    return await _approved(mine & (ExternalTraining.site == site_id) if site_id else mine)


async def approved_at_site(site_id: int, first: date, last: date) -> tuple[Elsewhere, ...]:
    """What a site approved that ended on one of these days, oldest first."""
    ended = (ExternalTraining.ended_on >= first) & (ExternalTraining.ended_on <= last)
    return await _approved((ExternalTraining.site == site_id) & ended)


async def _approved(which: Combinable) -> tuple[Elsewhere, ...]:
    row = ExternalTraining
    names = ("id", "code", "title", "provider", "instructor", "minutes", "began_on", "ended_on", "category")
    rows = (
        await row.select(
            *(getattr(row, name) for name in names),
            row.person.id.as_alias("person_id"),
            row.site.name.as_alias("site"),
            row.site.state_code.as_alias("state_code"),
            row.site.time_zone.as_alias("zone"),
            row.decided_by.full_name.as_alias("approved_by"),
            row.decided_at.as_alias("approved_at"),
        )
        .where(which, row.state == "approved")
        .order_by(row.ended_on, row.id)
    )
    return tuple(Elsewhere(**one) for one in rows)
