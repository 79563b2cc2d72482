"""The lines of some people, from the records themselves: two statements however many.

A site sees what counts for itself and for other sites that somebody works for now; what they did for a site they left
only as long as they agree (academy.transfers).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from courses.learning.lines.rules import Taken
from courses.learning.tables import Enrollment, Exemption

Place = tuple[int, int]
"""Site and person."""


class Gathered(msgspec.Struct, frozen=True):
    """What a line is made of. `day`: the site's."""

    folded: str
    day: date
    taken: tuple[Taken, ...]


_TAKEN = """
SELECT here.site AS site, here.person AS person, p.full_name AS name, p.employee_number AS number,
       s.time_zone AS zone,
       e.course AS course, e.state AS state, e.site AS for_site, e.created_at AS given_at, e.due_on AS due_on,
       e.completed_at AS completed_at,
       CASE WHEN e.completed_at IS NULL THEN (
           SELECT count(*) FROM lesson_progress lp WHERE lp.enrollment = e.id AND lp.done_at IS NOT NULL
       ) END AS lessons_done,
       CASE WHEN e.completed_at IS NULL THEN (SELECT count(*) FROM lesson l WHERE l.version = e.version) END AS lessons
FROM (SELECT DISTINCT m.site, m.person FROM membership m WHERE m.ends_on IS NULL AND m.person IN (PEOPLE)) AS here
JOIN person p ON p.id = here.person AND p.deactivated_at IS NULL
JOIN site s ON s.id = here.site
LEFT JOIN enrollment e ON e.person = here.person AND e.state <> 'withdrawn' AND (
    e.site = here.site
    OR EXISTS (SELECT 1 FROM membership o WHERE o.person = e.person AND o.site = e.site AND o.ends_on IS NULL)
    OR EXISTS (SELECT 1 FROM record_consent c
               WHERE c.person = e.person AND c.site = here.site AND c.state = 'agreed'))
ORDER BY here.site, here.person, e.id
"""


async def gathered(people: Collection[int], now: datetime) -> dict[Place, Gathered]:
    """By site and person, for those with an account and an open membership."""
    if not people:
        return {}
    rows: dict[Place, list[dict[str, Any]]] = defaultdict(list)
    for row in await Enrollment.raw(_TAKEN.replace("PEOPLE", ", ".join(["{}"] * len(people))), *people):
        rows[row["site"], row["person"]].append(row)
    exempt = await _exemptions(people)
    return {place: _gathered(found, exempt.get(place, {}), now) for place, found in rows.items()}


async def _exemptions(people: Collection[int]) -> dict[Place, dict[int, tuple[date, date | None]]]:
    columns = (Exemption.site, Exemption.person, Exemption.course, Exemption.from_on, Exemption.until_on)
    found: dict[Place, dict[int, tuple[date, date | None]]] = defaultdict(dict)
    for row in await Exemption.select(*columns).where(Exemption.person.is_in([*people]), Exemption.ended_at.is_null()):
        found[row["site"], row["person"]][row["course"]] = (row["from_on"], row["until_on"])
    return found


def _gathered(rows: list[dict[str, Any]], exempt: Mapping[int, tuple[date, date | None]], now: datetime) -> Gathered:
    first, zone = rows[0], ZoneInfo(rows[0]["zone"])
    day = now.astimezone(zone).date()
    valid = {course: days for course, days in exempt.items() if days[1] is None or days[1] >= day}
    latest = {row["course"]: row for row in rows if row["course"]}
    taken = [_taken(row, valid.get(course, (None, None)), zone) for course, row in latest.items()]
    without = valid.keys() - latest.keys()
    taken += [Taken(course, exempt_from=valid[course][0], exempt_until=valid[course][1]) for course in without]
    return Gathered(
        folded=folded(first["name"], first["number"]),
        day=day,
        taken=tuple(sorted(taken, key=lambda one: one.course_id)),
    )


def folded(name: str, number: str | None) -> str:
    """What people are sorted and searched by."""
    return f"{name} {number or ''}".lower()


def _taken(row: dict[str, Any], exempt: tuple[date | None, date | None], zone: ZoneInfo) -> Taken:
    completed_at = row["completed_at"]
    return Taken(
        course_id=row["course"],
        state=row["state"],
        given_on=_day_at(row["given_at"], zone),
        due_on=_day(row["due_on"]),
        completed_on=_day_at(completed_at, zone) if completed_at else None,
        percent=100 * row["lessons_done"] // row["lessons"] if row["lessons"] else 0,
        elsewhere=row["for_site"] != row["site"],
        exempt_from=exempt[0],
        exempt_until=exempt[1],
    )


def _day_at(moment: datetime | str, zone: ZoneInfo) -> date:
    """Raw SQLite rows carry times as text."""
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(zone).date()


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
