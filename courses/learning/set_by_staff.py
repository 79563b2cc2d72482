"""What staff set by hand in an enrollment, read from the database."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from courses.learning.tables import Override


class SetLine(msgspec.Struct, frozen=True, kw_only=True):
    """One change by hand, in words, with both values. `stands`: a lesson set so, and not taken back since."""

    at: datetime
    subject: str
    key: str
    words: str
    reason: str
    given_by: str
    stands: bool


_LINES = """
    SELECT o.enrollment, o.created_at AS at, o.subject, o.key, o.old, o.new, o.reason, b.full_name AS given_by,
        coalesce(l.number, '') AS number, coalesce(l.title, '') AS title
    FROM staff_override o JOIN person b ON b.id = o.given_by JOIN enrollment e ON e.id = o.enrollment
        LEFT JOIN lesson l ON l.version = e.version AND l.key = o.key
    WHERE o.enrollment IN ({marks}) ORDER BY o.id
"""


async def lessons_set(enrollment_id: int) -> frozenset[str]:
    """The keys of lessons that count as done because staff set them so."""
    lines = (await set_by_staff([enrollment_id])).get(enrollment_id, ())
    return frozenset(one.key for one in lines if one.stands)


async def set_by_staff(enrollment_ids: Sequence[int]) -> dict[int, tuple[SetLine, ...]]:
    """What was set by hand, oldest first, in one statement; enrollments without any are left out."""
    if not enrollment_ids:
        return {}
    marks = ", ".join("{}" for _ in enrollment_ids)
    rows = await Override.raw(_LINES.replace("{marks}", marks), *enrollment_ids)
    newest = {(row["enrollment"], row["key"]): row["at"] for row in rows if row["subject"] == "lesson"}
    found: dict[int, list[SetLine]] = {}
    for row in rows:
        is_newest = newest.get((row["enrollment"], row["key"])) == row["at"]
        found.setdefault(row["enrollment"], []).append(_line(row, is_newest=is_newest))
    return {enrollment: tuple(lines) for enrollment, lines in found.items()}


def _line(row: dict[str, Any], *, is_newest: bool) -> SetLine:
    old, new = msgspec.json.decode(row["old"]), msgspec.json.decode(row["new"])
    is_lesson = row["subject"] == "lesson"
    words = _lesson_words(row, old, new) if is_lesson else f"due date from {_day(old)} to {_day(new)}"
    stands = is_lesson and is_newest and bool(new["done"])
    values = {name: row[name] for name in ("at", "subject", "key", "reason", "given_by")}
    return msgspec.convert({**values, "words": words, "stands": stands}, SetLine, strict=False)


def _lesson_words(row: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> str:
    lesson = f"lesson {row['number'] or row['title']}"
    if not new["done"]:
        return f"{lesson} back to what the officer did"
    watched = f", {old['watched_percent']}% of the lecture played" if old.get("watched_percent") else ""
    return f"{lesson} from not done{watched} to done"


def _day(value: dict[str, Any]) -> str:
    if not value["due_on"]:
        return "none"
    on = date.fromisoformat(value["due_on"])
    return f"{on:%B} {on.day}, {on.year}"
