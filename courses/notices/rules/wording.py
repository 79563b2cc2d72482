"""The words of letters: standard ones, and those a site writes itself, with places that are filled in."""

import re
from collections.abc import Mapping

import msgspec


class LetterKind(msgspec.Struct, frozen=True):
    """A kind of letter. `holds`: the place it cannot do without; `ends`: what readers may end, "" = cannot be ended."""

    key: str
    title: str
    when: str
    holds: str
    ends: str = ""


KINDS: dict[str, LetterKind] = {
    one.key: one
    for one in (
        LetterKind("assigned", "Assigned", "when a course is assigned", "courses"),
        LetterKind("before", "Due soon", "before the due date", "courses", "reminders"),
        LetterKind("overdue", "Overdue", "once the due date has passed, then every week", "courses"),
        LetterKind("reminder", "Reminder by hand", "when you remind people yourself", "courses"),
        LetterKind("escalation", "To supervisors", "when a course stays overdue", "people"),
        LetterKind("copy", "Copy to supervisors", "when you remind people and copy supervisors", "people"),
        LetterKind(
            "digest", "Weekly digest", "on Monday morning, to coordinators and supervisors", "summary", "digest"
        ),
        LetterKind("expiring", "Certificate ends", "before a certificate ends", "certificates", "expiring"),
    )
}
ENDABLE = {
    "reminders": "Reminders before a due date",
    "digest": "The weekly digest",
    "expiring": "Certificates that end soon",
}
"""What a reader may end. Letters about courses that an agency assigned, and about overdue ones, cannot be ended."""

EVERYWHERE: dict[str, str] = {
    "name": "whom it goes to, with rank",
    "count": "how many there are, such as “2 courses”",
    "site": "your site",
    "coordinator": "whom to ask, with the address",
    "link": "where to go on",
}
HOLDS: dict[str, str] = {
    "courses": "the courses, each with its due date and link",
    "people": "the people with what they owe",
    "summary": "the figures of the week",
    "certificates": "the certificates and when they end",
}
_PLACE = re.compile(r"\{([^{}\n]*)\}")
MOST_SUBJECT = 150
MOST_BODY = 4000


def places(kind: str) -> dict[str, str]:
    """What may stand in braces in a kind of letter, and what it becomes."""
    holds = KINDS[kind].holds
    return {**EVERYWHERE, holds: HOLDS[holds]}


def faults(kind: str, subject: str, body: str) -> dict[str, str]:
    """What is wrong with words for a kind of letter, one sentence for each field; nothing: they can be used."""
    holds = KINDS[kind].holds
    found = {"subject": _fault(subject, kind, MOST_SUBJECT), "body": _fault(body, kind, MOST_BODY)}
    if not found["body"] and f"{{{holds}}}" not in body:
        found["body"] = f"Keep {{{holds}}} somewhere: without it the letter does not say what it is about."
    return {name: sentence for name, sentence in found.items() if sentence}


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its places filled; what is in braces and no place stays as it is."""
    return _PLACE.sub(lambda found: facts.get(found[1].strip(), found[0]), text)


def unknown(text: str, kind: str) -> tuple[str, ...]:
    """What stands in braces and is no place of this kind of letter."""
    known = places(kind)
    return tuple(dict.fromkeys(one for one in _PLACE.findall(text) if one.strip() not in known))


def _fault(text: str, kind: str, most: int) -> str:
    if not text.strip():
        return "Write something here, or go back to the standard text."
    if len(text) > most:
        return f"Shorten this to {most} characters or fewer."
    strange = unknown(text, kind)
    if strange:
        names = " and ".join(f"{{{one}}}" for one in strange)
        can = ", ".join(f"{{{one}}}" for one in places(kind))
        return f"{names} cannot be filled in here. These can: {can}."
    return ""
