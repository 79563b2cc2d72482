"""Due dates as a calendar that every calendar program reads (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import msgspec

_LINE = 75
"""Octets of a line before it is folded."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A course in a calendar. `key` names it for ever, so that a moved date moves the entry."""

    key: str
    title: str
    due_on: date
    address: str
    says: str


def calendar(entries: Iterable[Due], *, host: str, at: datetime) -> str:
    """The calendar as text with the line ends it wants. Entries are whole days, with a reminder on the day before."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//PSP Academy//EN", "CALSCALE:GREGORIAN")
    more = ("METHOD:PUBLISH", "X-WR-CALNAME:PSP Academy due dates", "REFRESH-INTERVAL;VALUE=DURATION:PT12H")
    events = [line for one in entries for line in _event(one, host, at)]
    return "".join(f"{fold(line)}\r\n" for line in (*head, *more, *events, "END:VCALENDAR"))


def _event(one: Due, host: str, at: datetime) -> Iterable[str]:
    return (
        "BEGIN:VEVENT",
        f"UID:{one.key}@{host}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.due_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(f'Due: {one.title}')}",
        f"DESCRIPTION:{escaped(one.says)}",
        f"URL:{one.address}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(f'Due tomorrow: {one.title}')}",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
    )


def escaped(text: str) -> str:
    """A text as a value: commas, semicolons, backslashes and line ends mean nothing in it."""
    plain = "".join(one for one in text.replace("\r\n", "\n") if one == "\n" or one.isprintable())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A long line broken after at most 75 octets, never inside a character; what follows begins with a space."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            parts.append(part)
            part, size = "", 1  # the space that marks it
        part, size = part + letter, size + width
    return "\r\n ".join([*parts, part])
