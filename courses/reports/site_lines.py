"""A site's kept lines and counts as the matrix reads them: one statement for all numbers, one for the people."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from academy.db.work import is_sqlite
from courses.learning.lines.keeping import unpacked
from courses.learning.lines.rules import week_of
from courses.learning.lines.tables import TrainingLine
from courses.reports.charts import TREND_WEEKS, Group, Weeks
from courses.reports.rules import DUE_SOON_DAYS, Column, Filters, Member


class Choice(msgspec.Struct, frozen=True):
    """Something to filter by: what stands in the address, and its name."""

    code: str
    name: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the kept counts say of a whole site. `is_behind`: something changed that is not counted yet.

    `ages`: people overdue, by courses.reports.charts.AGE_CLASSES; `late` all of them. `checked_at`: when the counts
    were last held against the records, and then in how many places they differed.
    """

    people: int
    late: int
    ages: tuple[int, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    weeks: Weeks
    supervisors: tuple[Choice, ...]
    checked_at: datetime | None
    differences: int
    is_behind: bool


_FACTS = """
SELECT 'all' AS kind, 0 AS id, '' AS code, '' AS words, '' AS more, count(*) AS a,
       coalesce(sum(CASE WHEN due_on < {} AND due_on >= {} THEN 1 ELSE 0 END), 0) AS b,
       coalesce(sum(CASE WHEN due_on < {} AND due_on >= {} THEN 1 ELSE 0 END), 0) AS c,
       coalesce(sum(CASE WHEN due_on < {} AND due_on >= {} THEN 1 ELSE 0 END), 0) AS d,
       coalesce(sum(CASE WHEN due_on < {} THEN 1 ELSE 0 END), 0) AS e
FROM training_line WHERE site = {}
UNION ALL SELECT 'unit', u.id, u.code, u.name, '', k.people, k.given, k.done, 0, 0
FROM (SELECT i.unit AS unit, count(*) AS people, sum(l.given) AS given, sum(l.done) AS done
      FROM training_line l CROSS JOIN membership m CROSS JOIN unit_member i
      WHERE l.site = {} AND m.person = l.person AND m.site = l.site AND m.ends_on IS NULL
            AND i.membership = m.id AND i.ends_on IS NULL GROUP BY i.unit) AS k JOIN unit u ON u.id = k.unit
UNION ALL SELECT 'unit', 0, 'none', 'In no unit', '', count(*), coalesce(sum(l.given), 0), coalesce(sum(l.done), 0),
       0, 0 FROM training_line l WHERE l.site = {} AND NOT EXISTS (
    SELECT 1 FROM membership m JOIN unit_member i ON i.membership = m.id AND i.ends_on IS NULL
    WHERE m.person = l.person AND m.site = l.site AND m.ends_on IS NULL)
UNION ALL SELECT DISTINCT 'supervisor', p.id, p.code, p.full_name, '', 0, 0, 0, 0, 0
FROM unit_supervisor s JOIN unit u ON u.id = s.unit JOIN agency a ON a.id = u.agency JOIN person p ON p.id = s.person
WHERE a.site = {} AND s.ends_on IS NULL AND u.closed_on IS NULL
UNION ALL SELECT v.state, v.course, k.slug, v.title, k.code, v.contact_minutes, v.number, 0, 0, 0
FROM course_version v JOIN course k ON k.id = v.course WHERE v.state IN ('published', 'retired')
UNION ALL SELECT kind, course, '', '', '', sum(people), 0, 0, 0, 0
FROM training_count WHERE site = {} AND (kind <> 'due' OR day < {}) GROUP BY kind, course
UNION ALL SELECT kind || '-week', 0, CAST(day AS varchar(10)), '', '', sum(people), 0, 0, 0, 0
FROM training_count WHERE site = {} AND kind <> 'due' AND day > {} GROUP BY kind, day
UNION ALL SELECT 'checked', 0, CAST(checked_at AS varchar(40)), '', '', differences, 0, 0, 0, 0
FROM training_check WHERE site = {}
UNION ALL SELECT 'behind', 0, '', '', '', 0, 0, 0, 0, 0
WHERE EXISTS (SELECT 1 FROM training_mark) OR EXISTS (
    SELECT 1 FROM training_line WHERE site = {} AND look_again_on <= {})
"""


async def facts(site_id: int, today: date) -> Facts:
    """The numbers of the whole site, and what can be filtered by. One statement."""
    oldest = week_of(today) - timedelta(weeks=TREND_WEEKS - 1)
    ages = [today, *(today - timedelta(days=days) for days in (7, 7, 14, 14, 30, 30))]
    rows: dict[str, list[dict[str, Any]]] = {}
    asked = (*ages, site_id, site_id, site_id, site_id, site_id, today, site_id, oldest, site_id, site_id, today)
    for row in await TrainingLine.raw(_FACTS, *asked):
        rows.setdefault(row["kind"], []).append(row)
    everybody, checked = rows["all"][0], rows.get("checked", [{"code": None, "a": 0}])[0]
    late = tuple(everybody[name] for name in "bcde")
    return Facts(
        people=everybody["a"],
        late=sum(late),
        ages=late,
        columns=_columns(rows),
        groups=tuple(
            Group(row["code"], row["words"], row["a"], row["b"], row["c"]) for row in rows["unit"] if row["a"]
        ),
        weeks=Weeks(_by_week(rows, "given", oldest), _by_week(rows, "done", oldest)),
        supervisors=tuple(sorted(_choices(rows.get("supervisor", [])), key=lambda one: one.name)),
        checked_at=datetime.fromisoformat(checked["code"]) if checked["code"] else None,
        differences=checked["a"],
        is_behind="behind" in rows,
    )


def _choices(rows: Sequence[dict[str, Any]]) -> list[Choice]:
    return [Choice(row["code"], row["words"]) for row in rows]


def _by_week(rows: dict[str, list[dict[str, Any]]], kind: str, oldest: date) -> dict[date, int]:
    """The weeks after the oldest one that is drawn; everything before and in that one is put there."""
    late = {date.fromisoformat(row["code"]): row["a"] for row in rows.get(f"{kind}-week", [])}
    return {oldest: sum(row["a"] for row in rows.get(kind, [])) - sum(late.values()), **late}


def _columns(rows: dict[str, list[dict[str, Any]]]) -> tuple[Column, ...]:
    """The published courses and whatever else these people take, in the order of their codes."""
    counted = {kind: {row["id"]: row["a"] for row in rows.get(kind, [])} for kind in ("given", "done", "due")}
    editions = sorted([*rows.get("published", []), *rows.get("retired", [])], key=lambda row: row["b"])
    latest = {row["id"]: row for row in editions}
    wanted = [row for row in latest.values() if row["kind"] == "published" or counted["given"].get(row["id"])]
    return tuple(
        Column(
            row["id"], row["code"], row["more"], row["words"], row["a"],
            *(counted[kind].get(row["id"], 0) for kind in ("given", "done", "due")),
        )
        for row in sorted(wanted, key=lambda row: (row["more"], row["code"]))
    )  # fmt: skip


_MEMBERS = """
SELECT p.code AS code, p.full_name AS name, coalesce(p.rank, '') AS rank, coalesce(p.employee_number, '') AS number,
       l.taken AS taken,
       (SELECT JOINED FROM membership m JOIN unit_member i ON i.membership = m.id AND i.ends_on IS NULL
        JOIN unit u ON u.id = i.unit WHERE m.person = l.person AND m.site = l.site AND m.ends_on IS NULL) AS units,
       (SELECT min(a.name) FROM membership m JOIN agency a ON a.id = m.agency
        WHERE m.person = l.person AND m.site = l.site AND m.ends_on IS NULL) AS agency
FROM (SELECT l.id AS id FROM training_line l WHERE l.site = {} NARROWED ORDER BY ORDERED LIMIT {} OFFSET {}) AS chosen
JOIN training_line l ON l.id = chosen.id JOIN person p ON p.id = l.person
ORDER BY ORDERED
"""
_PART = "\x1f"
"""Between the names of units that one row carries."""
_BY_NEED = """
CASE WHEN l.due_on <= {} THEN 0 WHEN l.started > 0 THEN 1 WHEN l.due_on IS NOT NULL THEN 2 WHEN l.open > 0 THEN 3
WHEN l.done > 0 THEN 4 ELSE 5 END, l.due_on IS NULL, l.due_on, BY_NAME
"""
_EVERYBODY = 1_000_000


async def members(
    site_id: int,
    today: date,
    filters: Filters,
    *,
    limit: int = _EVERYBODY,
    offset: int = 0,
    among: Sequence[int] | None = None,
) -> tuple[Member, ...]:
    """People of a site with what they take, most urgent or by name, as `filters.sort` says. One statement.

    Who cannot match the filter is left out; which of their courses match, the rules decide (courses.reports.rules).
    among: ids of people, None = everybody.
    """
    narrowed, values = _narrowed(filters, today)
    if among is not None:
        narrowed += f" AND l.person IN ({', '.join(str(int(one)) for one in among) or 'NULL'})"
    letters = "" if is_sqlite() else ' COLLATE "C"'
    by_name = f"l.folded{letters}{' DESC' if filters.down and filters.sort == 'name' else ''}, l.person"
    need = [] if filters.sort == "name" else [today + timedelta(days=DUE_SOON_DAYS)]
    ordered = by_name if filters.sort == "name" else _BY_NEED.replace("BY_NAME", by_name)
    joined = "group_concat(u.name, char(31))" if is_sqlite() else "string_agg(u.name, chr(31))"
    text = _MEMBERS.replace("JOINED", joined).replace("NARROWED", narrowed).replace("ORDERED", ordered)
    rows = await TrainingLine.raw(text, site_id, *values, *need, limit, offset, *need)
    return tuple(_member(row) for row in rows)


def _member(row: dict[str, Any]) -> Member:
    units = tuple(sorted({name for name in (row["units"] or "").split(_PART) if name}, key=str.lower))
    return Member(
        code=row["code"],
        name=row["name"],
        rank=row["rank"],
        number=row["number"],
        agency=row["agency"] or "",
        unit=", ".join(units),
        units=units,
        taken=unpacked(row["taken"]),
    )


_HERE = "membership m JOIN unit_member i ON i.membership = m.id AND i.ends_on IS NULL"
_THIS = "m.person = l.person AND m.site = l.site AND m.ends_on IS NULL"
_UNIT = f"AND EXISTS (SELECT 1 FROM {_HERE} JOIN unit u ON u.id = i.unit WHERE {_THIS} AND u.code = {{}})"
_NO_UNIT = f"AND NOT EXISTS (SELECT 1 FROM {_HERE} WHERE {_THIS})"
_SUPERVISED = (
    f"AND EXISTS (SELECT 1 FROM {_HERE} JOIN unit_supervisor s ON s.unit = i.unit AND s.ends_on IS NULL"
    f" JOIN person b ON b.id = s.person WHERE {_THIS} AND b.code = {{}})"
)
_STATES = {
    "overdue": "AND l.due_on < {}",
    "due_soon": "AND l.due_on <= {}",
    "in_progress": "AND l.started > 0",
    "due": "AND l.open > 0",
    "not_started": "AND l.open > 0",
    "done": "AND l.done > 0",
}
"""What must be true of a line so that one of its courses can be in the state."""


def _narrowed(filters: Filters, today: date) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for word in filters.q.lower().split():
        parts.append("AND l.folded LIKE {} ESCAPE '!'")
        values.append("%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
    if filters.unit:
        parts.append(_NO_UNIT if filters.unit == "none" else _UNIT)
        values += [] if filters.unit == "none" else [filters.unit]
    if filters.supervisor:
        parts.append(_SUPERVISED)
        values.append(filters.supervisor)
    if filters.state in _STATES:
        parts.append(_STATES[filters.state])
        values += {"overdue": [today], "due_soon": [today + timedelta(days=DUE_SOON_DAYS)]}.get(filters.state, [])
    return " ".join(parts), values
