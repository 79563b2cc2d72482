"""Who is in a roll call, as its leader sees them: what a phone did, and what was attested."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from courses.learning.roll_calls.tables import RollCallPart
from courses.roll_calls.rules import parts


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a roll call. `answers` were given before it was closed, `right` of them rightly.

    unit: one they are in, "" = none.
    """

    part_id: int
    person_id: int
    code: str
    name: str
    rank: str
    number: str
    agency: str
    unit: str
    is_expected: bool
    joined_at: datetime | None
    answered_at: datetime | None
    presence: str
    due_on: date | None
    made_up_at: datetime | None
    answers: int
    right: int

    def standing(self, questions: int) -> str:
        """What the phone did, in words."""
        part = parts.Part(id=self.part_id, is_expected=self.is_expected, joined_at=self.joined_at, answers=self.answers)
        return parts.standing(part, questions)


_PEOPLE = """
    SELECT t.id AS part_id, p.id AS person_id, p.code, p.full_name AS name, coalesce(p.rank, '') AS rank,
        coalesce(p.employee_number, '') AS number,
        coalesce((SELECT a.name FROM membership m JOIN agency a ON a.id = m.agency
            WHERE m.person = p.id AND m.site = r.site ORDER BY m.ends_on IS NOT NULL, m.id DESC LIMIT 1), '') AS agency,
        coalesce((SELECT u.name FROM membership m JOIN unit u ON u.id = m.unit
            WHERE m.person = p.id AND m.site = r.site ORDER BY m.ends_on IS NOT NULL, m.id DESC LIMIT 1), '') AS unit,
        t.is_expected, t.joined_at, t.answered_at, t.presence, t.due_on, t.made_up_at,
        (SELECT count(*) FROM roll_call_answer w WHERE w.part = t.id AND IN_ROOM) AS answers,
        (SELECT count(*) FROM roll_call_answer w WHERE w.part = t.id AND w.is_right AND IN_ROOM) AS right_ones
    FROM roll_call_part t JOIN roll_call r ON r.id = t.roll_call JOIN person p ON p.id = t.person
    WHERE t.roll_call = {} ORDER BY t.is_expected DESC, lower(p.full_name), t.id
""".replace("IN_ROOM", "(r.closed_at IS NULL OR w.answered_at <= r.closed_at)")


_ON_LEAVE = """
    SELECT DISTINCT p.id, p.full_name AS name FROM leave l JOIN person p ON p.id = l.person
        JOIN membership m ON m.person = p.id AND m.ends_on IS NULL
        JOIN unit_member i ON i.membership = m.id AND i.ends_on IS NULL
    WHERE l.site = {} AND l.undone_at IS NULL AND l.from_on <= {} AND (l.until_on IS NULL OR l.until_on >= {})
        AND i.unit IN (UNITS) ORDER BY p.full_name
"""


async def on_leave(site_id: int, units: Sequence[int], day: date) -> tuple[tuple[int, str], ...]:
    """Id and name of the people of these units who are on leave that day: they owe nothing, so nobody expects them."""
    if not units:
        return ()
    statement = _ON_LEAVE.replace("UNITS", ", ".join("{}" for _ in units))
    rows = await RollCallPart.raw(statement, site_id, day, day, *units)
    return tuple((row["id"], row["name"]) for row in rows)


async def people_of(call_id: int) -> tuple[PersonLine, ...]:
    """Everybody expected, then who came by, by name. One statement."""
    rows = await RollCallPart.raw(_PEOPLE, call_id)
    return tuple(msgspec.convert({**row, "right": row["right_ones"]}, PersonLine, strict=False) for row in rows)
