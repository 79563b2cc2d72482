"""Training elsewhere that counts, for the pages and papers that show it beside the academy's own."""

from datetime import date, datetime

import msgspec

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


_APPROVED = """
    SELECT x.id, x.code, x.person AS person_id, x.title, x.provider, x.instructor, x.minutes, x.began_on, x.ended_on,
        x.category, s.name AS site, s.state_code, s.time_zone AS zone, coalesce(d.full_name, '') AS approved_by,
        x.decided_at AS approved_at
    FROM external_training x JOIN site s ON s.id = x.site LEFT JOIN person d ON d.id = x.decided_by
    WHERE x.state = 'approved' AND
"""
_ORDER = "ORDER BY x.ended_on, x.id"


async def approved_of(person_id: int, *, site_id: int = 0) -> tuple[Elsewhere, ...]:
    """A person's approved training elsewhere, oldest first; site 0: for all sites."""
    mine = "x.person = {} AND ({} = 0 OR x.site = {})"
    return _read(await ExternalTraining.raw(f"{_APPROVED} {mine} {_ORDER}", person_id, site_id, site_id))


def _read(rows: list[dict[str, object]]) -> tuple[Elsewhere, ...]:
    return msgspec.convert(rows, tuple[Elsewhere, ...], strict=False)
