"""Letters about training: a site's words around facts, with whom to ask, and how to end them where that is allowed."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from academy import settings
from academy.messages.composing import Letter, wrapped
from academy.web.filters import minutes, plural, when
from courses.learning.rules.enrollment import due_moment
from courses.notices.queries.desk import Desk, Words
from courses.notices.queries.owed import Open, Reader
from courses.notices.rules import ending
from courses.notices.rules.calendar import Due, calendar
from courses.notices.rules.wording import ENDABLE, KINDS, filled

CANNOT_END = "You get this because your agency answers for this training. Such messages cannot be ended."
CALENDAR = "text/calendar"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What one letter says. `holds`: the list it is about; `count`: how many, in words; `path`: where to go on."""

    holds: str
    count: str
    path: str = "/my-training"


def letter(desk: Desk, kind: str, reader: Reader, facts: Facts) -> Letter:
    """A letter of a kind in the words of the site."""
    return worded(desk, kind, reader, facts=facts, words=desk.words[kind])


def worded(desk: Desk, kind: str, reader: Reader, *, facts: Facts, words: Words) -> Letter:
    """The same in words that are not saved yet."""
    known = {
        "name": reader.name,
        "count": facts.count,
        "site": desk.site.label,
        "coordinator": whom_to_ask(desk.coordinators),
        "link": f"{settings.current().base_url}{facts.path}",
        KINDS[kind].holds: facts.holds,
    }
    end = unsubscribe(reader.code, KINDS[kind].ends) if KINDS[kind].ends else ""
    said = f"To end these messages: {end}" if end else CANNOT_END
    return Letter(
        about=f"courses/notices/{kind}",
        subject=" ".join(filled(words.subject, known).split())[:200],
        body=wrapped(f"{filled(words.body, known)}\n\n{said}"),
        reply_to=desk.coordinators[0].email if desk.coordinators else "",
        unsubscribe=end,
    )


def whom_to_ask(coordinators: Sequence[Reader]) -> str:
    """The first coordinator with the address."""
    return f"{coordinators[0].name} ({coordinators[0].email})" if coordinators else "your training coordinator"


def unsubscribe(person: str, what: str) -> str:
    """The address that ends a kind of letters."""
    assert what in ENDABLE
    config = settings.current()
    return f"{config.base_url}/unsubscribe/{ending.token(person, what, config.secret)}"


def listed(courses: Sequence[Open], zone: str, today: date) -> str:
    """Courses with due date, reason and address, each a paragraph that keeps its lines."""
    return "\n\n".join(_course(one, zone, today) for one in courses)


def people_listed(courses: Sequence[Open], zone: str, today: date) -> str:
    """People with what they owe, for a supervisor: no address opens anything for somebody else."""
    grouped: dict[str, list[str]] = {}
    for one in courses:
        grouped.setdefault(one.person.name, []).append(f"    {one.title}: {due_words(one.due_on, zone, today)}")
    return "\n\n".join("\n".join((f"  {name}", *lines)) for name, lines in grouped.items())


def due_words(due_on: date | None, zone: str, today: date) -> str:
    """How a due date stands."""
    if due_on is None:
        return "no due date"
    days = (due_on - today).days
    left = f"in {plural(days, 'day')}" if days > 0 else "today"
    at = when(due_moment(due_on, zone), zone).replace("\N{NO-BREAK SPACE}", " ")
    return f"was due {at}, overdue for {plural(-days, 'day')}" if days < 0 else f"due {at}, {left}"


def _course(one: Open, zone: str, today: date) -> str:
    due = due_words(one.due_on, zone, today)
    lines = [f"  {one.title} ({minutes(one.minutes)})", f"    {due[0].upper()}{due[1:]}"]
    if one.reason:
        by = f" ({one.giver})" if one.giver else ""
        lines.append(f"    Why: {' '.join(one.reason.split())}{by}")
    return "\n".join([*lines, f"    {settings.current().base_url}/enrollments/{one.code}"])


def with_calendar(letter: Letter, courses: Sequence[Open], zone: str, at: datetime) -> Letter:
    """The letter with the due dates as a file for a calendar; without due dates as it is."""
    text = calendar_of(courses, zone, at)
    if text is None:
        return letter
    name = "due-date.ics" if len(courses) == 1 else "due-dates.ics"
    return msgspec.structs.replace(letter, attachment=text, attachment_name=name, attachment_type=CALENDAR)


def calendar_of(courses: Sequence[Open], zone: str, at: datetime) -> str | None:
    """The due dates as a calendar; None: there are none."""
    base = settings.current().base_url
    entries = [
        Due(
            key=one.code,
            title=one.title,
            due_on=one.due_on,
            address=f"{base}/enrollments/{one.code}",
            says=f"{one.title}, {minutes(one.minutes)}. Due {when(due_moment(one.due_on, zone), zone)}.",
        )
        for one in courses
        if one.due_on
    ]
    return calendar(entries, host=urlsplit(base).hostname or "academy", at=at) if entries else None
