"""What somebody chose to get, and their due dates as a calendar."""

import hashlib
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from academy import settings
from academy.errors import NotFound
from academy.people.tables import Person
from academy.web.filters import minutes, when
from courses.learning.rules.enrollment import due_moment
from courses.learning.tables import Enrollment
from courses.notices.rules.calendar import Due, calendar
from courses.notices.rules.ending import opened
from courses.notices.rules.wording import ENDABLE
from courses.notices.tables import CalendarKey, Unsubscribed


class Choice(msgspec.Struct, frozen=True):
    """A kind of letters that can be ended, and whether somebody gets it."""

    what: str
    words: str
    is_wanted: bool


class NoCalendar(NotFound):
    """The address was renewed, or its person's account closed."""

    code = "no_calendar"
    sentence = "This calendar has another address now. Find it under Mail and calendar after signing in."


_DUE = """
SELECT e.code AS code, v.title AS title, v.contact_minutes AS minutes, e.due_on AS due_on, s.time_zone AS zone
FROM enrollment e JOIN course_version v ON v.id = e.version JOIN site s ON s.id = e.site
WHERE e.person = {} AND e.state IN ('enrolled', 'in_progress') AND e.due_on IS NOT NULL
ORDER BY e.due_on, e.id
"""


async def choices_of(person_id: int) -> tuple[Choice, ...]:
    """Every kind of letters that can be ended."""
    rows = await Unsubscribed.select(Unsubscribed.what).where(Unsubscribed.person == person_id)
    ended = {row["what"] for row in rows}
    return tuple(Choice(what, words, what not in ended) for what, words in ENDABLE.items())


async def calendar_since(person_id: int) -> datetime | None:
    """Since when somebody has the address of a calendar; None: they have none."""
    row = await CalendarKey.select(CalendarKey.created_at).where(CalendarKey.person == person_id).first()
    return row["created_at"] if row else None


async def reader_of(token: str) -> tuple[int, str]:
    """Whose letters an address ends, by id, and which. Raises NotFound."""
    code, what = opened(token, settings.current().secret)
    row = await Person.select(Person.id).where(Person.code == code).first()
    if row is None or what not in ENDABLE:
        raise NotFound()
    return int(row["id"]), what


async def calendar_by_key(key: str, at: datetime) -> str:
    """The due dates of whoever has this key. Raises NoCalendar."""
    row = (
        await CalendarKey.select(CalendarKey.person)
        .where(CalendarKey.token_hash == hash_of(key), CalendarKey.person.deactivated_at.is_null())
        .first()
    )
    if row is None:
        raise NoCalendar()
    base = settings.current().base_url
    entries = [_due(one, base) for one in await Enrollment.raw(_DUE, row["person"])]
    return calendar(entries, host=urlsplit(base).hostname or "academy", at=at)


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _due(row: dict[str, Any], base: str) -> Due:
    due_on = msgspec.convert(row["due_on"], date, strict=False)
    says = f"{row['title']}, {minutes(row['minutes'])}. Due {when(due_moment(due_on, row['zone']), row['zone'])}."
    address = f"{base}/enrollments/{row['code']}"
    return Due(key=row["code"], title=row["title"], due_on=due_on, address=address, says=says)
