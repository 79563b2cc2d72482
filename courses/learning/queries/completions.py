"""Completions as the certificates made of them need to see them."""

from datetime import datetime

import msgspec

from academy.errors import NotFound
from courses.learning.tables import Completion


class CompletionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a completion at the moment it is asked for: the person and the place may change later.

    `zone` is the site's: dates of the record are read in it. `percent` is of the best attempt at the final, if any.
    """

    id: int
    code: str
    person_id: int
    holder_name: str
    rank: str
    agency: str
    site_id: int
    site: str
    zone: str
    course_title: str
    course_code: str
    version_number: int
    contact_minutes: int
    focus_areas: tuple[str, ...]
    completed_at: datetime
    percent: int | None
    fingerprint: str


_FACTS = """
    SELECT c.id, c.code, c.person AS person_id, p.certificate_name AS holder_name, COALESCE(p.rank, '') AS rank,
        COALESCE(a.name, '') AS agency, c.site AS site_id, s.name || ', ' || s.state_code AS site, s.time_zone AS zone,
        v.title AS course_title, CASE WHEN v.code = '' THEN k.code ELSE v.code END AS course_code,
        v.number AS version_number, c.contact_minutes, v.focus_areas, c.completed_at, c.percent, c.fingerprint
    FROM completion c JOIN person p ON p.id = c.person JOIN enrollment e ON e.id = c.enrollment
        JOIN site s ON s.id = c.site JOIN course_version v ON v.id = c.version JOIN course k ON k.id = c.course
        LEFT JOIN agency a ON a.id = e.agency
    WHERE c.id = {}
"""


async def facts_of(completion_id: int) -> CompletionFacts:
    """The facts of one completion. Raises NotFound."""
    rows = await Completion.raw(_FACTS, completion_id)
    if not rows:
        raise NotFound()
    row = rows[0]
    focus_areas = msgspec.json.decode(row["focus_areas"], type=tuple[str, ...])
    return CompletionFacts(**{**row, "focus_areas": focus_areas})
