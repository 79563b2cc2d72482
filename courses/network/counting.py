"""Counting sites from their records: the one definition that what is kept must agree with.

An assignment counts where the latest enrollment of a person in a course, of those that were not given back, is for a
site the person belongs to today: who completed a course, began again and gave that back has completed it, as in the
matrix. Days are UTC days. What somebody is exempt from is counted with the days on which it does not count
(courses.network.rules.sparing), so that the passing of such a day changes nothing that is kept.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from academy.db.work import is_sqlite, reading
from courses.learning.tables import Enrollment
from courses.network.rules.figures import Due, Figures, Tally, late_of, weeks_of
from courses.network.rules.sparing import Held, spared_of

_TAKEN = """
WITH here AS (
    SELECT DISTINCT m.site AS site, m.person AS person FROM membership m
    JOIN person p ON p.id = m.person AND p.deactivated_at IS NULL
    WHERE m.ends_on IS NULL AND m.site ONE
), taken AS (
    SELECT e.site AS site, e.person AS person, e.course AS course, e.version AS version, e.state AS state,
           e.due_on AS due_on, DAY(e.created_at) AS given_on, DAY(e.completed_at) AS done_on
    FROM enrollment e JOIN here ON here.site = e.site AND here.person = e.person
    WHERE e.state <> 'withdrawn' AND NOT EXISTS (
        SELECT 1 FROM enrollment newer
        WHERE newer.person = e.person AND newer.course = e.course AND newer.id > e.id AND newer.state <> 'withdrawn'
    )
)
"""
_TALLY = "count(DISTINCT t.person) AS people, count(*) AS given, sum(CASE t.state WHEN 'completed' THEN 1 ELSE 0 END)"
_WHOLE = f"SELECT t.site AS site, {_TALLY} AS done FROM taken t GROUP BY t.site"
_AREAS = f"""
SELECT t.site AS site, area.value AS area, {_TALLY} AS done
FROM taken t JOIN course_version v ON v.id = t.version JOIN EACH_AREA
GROUP BY t.site, area.value
"""
_DAYS = """
SELECT site, day, sum(given) AS given, sum(done) AS done FROM (
    SELECT site, given_on AS day, 1 AS given, 0 AS done FROM taken
    UNION ALL SELECT site, done_on, 0, 1 FROM taken WHERE state = 'completed'
) AS happened GROUP BY site, day
"""
_DUES = """
SELECT t.site AS site, t.due_on AS due_on, x.from_on AS from_on, x.until_on AS until_on, count(*) AS number
FROM taken t LEFT JOIN exemption x
     ON x.person = t.person AND x.site = t.site AND x.course = t.course AND x.ended_at IS NULL
WHERE t.state <> 'completed' AND t.due_on IS NOT NULL
GROUP BY t.site, t.due_on, x.from_on, x.until_on
"""
_SPARED = """
, spared AS (
    SELECT DISTINCT t.site AS site, t.person AS person FROM taken t
    JOIN exemption x ON x.person = t.person AND x.site = t.site AND x.course = t.course AND x.ended_at IS NULL
    WHERE t.state <> 'completed'
)
SELECT t.site AS site, t.person AS person, t.given_on AS given_on, v.focus_areas AS areas, x.from_on AS from_on,
       x.until_on AS until_on
FROM spared JOIN taken t ON t.site = spared.site AND t.person = spared.person
JOIN course_version v ON v.id = t.version
LEFT JOIN exemption x
     ON x.person = t.person AND x.site = t.site AND x.course = t.course AND x.ended_at IS NULL
        AND t.state <> 'completed'
"""

Rows = dict[int, list[dict[str, Any]]]


async def counted(site_id: int = 0) -> dict[int, Figures]:
    """The figures of one site, or (0) of all; sites with no assignment are not in it. Five statements, one moment."""
    async with reading():
        asked = (_WHOLE, _AREAS, _DAYS, _DUES, _SPARED)
        whole, areas, days, dues, spared = [await _by_site(one, site_id) for one in asked]
    return {
        site: Figures(
            whole=_tally(rows[0]),
            areas={row["area"]: _tally(row) for row in sorted(areas[site], key=lambda row: str(row["area"]))},
            weeks=weeks_of((_day(row["day"]), row["given"], row["done"]) for row in days[site]),
            late=late_of(_due(row) for row in dues[site]),
            spared=spared_of(_held(row) for row in spared[site]),
        )
        for site, rows in whole.items()
    }


async def _by_site(statement: str, site_id: int) -> Rows:
    day = "substr({}, 1, 10)" if is_sqlite() else "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
    each = "json_each(v.focus_areas)" if is_sqlite() else "LATERAL json_array_elements_text(v.focus_areas::json)"
    only = "= {}" if site_id else "> {}"
    text = (_TAKEN + statement).replace("ONE", only).replace("EACH_AREA", f"{each} AS area ON true")
    for column in ("e.created_at", "e.completed_at"):
        text = text.replace(f"DAY({column})", day.replace("{}", column))
    found: Rows = defaultdict(list)
    for row in await Enrollment.raw(text, site_id):
        found[row["site"]].append(row)
    return found


def _tally(row: dict[str, Any]) -> Tally:
    return Tally(row["people"], row["given"], row["done"])


def _due(row: dict[str, Any]) -> Due:
    return Due(_day(row["due_on"]), row["number"], *_exempt(row))


def _held(row: dict[str, Any]) -> Held:
    areas = msgspec.json.decode(row["areas"], type=tuple[str, ...])
    return Held(row["person"], _day(row["given_on"]), areas, *_exempt(row))


def _exempt(row: dict[str, Any]) -> tuple[date | None, date | None]:
    first, last = row["from_on"], row["until_on"]
    return _day(first) if first else None, _day(last) if last else None


def _day(value: date | str) -> date:
    """Raw rows of SQLite carry days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def differing(kept: dict[int, Figures], full: dict[int, Figures], sites: Sequence[int]) -> tuple[int, ...]:
    """The sites whose kept figures are not those of the recount."""
    return tuple(site for site in sites if kept.get(site, Figures()) != full.get(site, Figures()))
