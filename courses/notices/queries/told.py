"""What somebody was told about training at a site: which message, what became of it, and why."""

from datetime import datetime
from typing import Any

import msgspec

from academy.messages.tables import OutgoingMessage
from courses.notices.rules.wording import KINDS

_MOST = 60
_TOLD = """
SELECT m.id AS id, m.created_at AS at, m.sent_at AS sent_at, m.not_before AS not_before, m.about AS about,
       m.subject AS subject, m.state AS state, m.reason AS reason, m.copied_to AS copied_to, v.title AS course
FROM outgoing_message m
LEFT JOIN notice_given g ON g.message = m.id
LEFT JOIN enrollment e ON e.id = g.enrollment
LEFT JOIN course_version v ON v.id = e.version
WHERE m.site = {} AND (e.person = {} OR (m.person = {} AND e.id IS NULL))
ORDER BY m.id DESC LIMIT {}
"""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `kind`: what kind of letter; `words`: why it is in its state, "" = nothing to add; `course`: the
    titles of this person's courses it spoke of. `at`: when it left, or was written where it did not.
    """

    at: datetime
    kind: str
    state: str
    words: str
    course: str
    copied_to: str


async def told_about(person_id: int, site_id: int) -> tuple[Told, ...]:
    """Messages to somebody, and to supervisors about them, newest first. One statement."""
    rows: list[dict[str, Any]] = await OutgoingMessage.raw(_TOLD, site_id, person_id, person_id, _MOST)
    courses: dict[int, list[str]] = {}
    for row in rows:
        courses.setdefault(row["id"], []).extend([row["course"]] if row["course"] else [])
    firsts = {row["id"]: row for row in reversed(rows)}
    return tuple(_told(firsts[number], titles) for number, titles in courses.items())


def _told(row: dict[str, Any], titles: list[str]) -> Told:
    kind = KINDS.get(row["about"].rpartition("/")[2]) if row["about"].startswith("courses/notices/") else None
    return Told(
        at=msgspec.convert(row["sent_at"] or row["at"], datetime, strict=False),
        kind=kind.title if kind else row["subject"],
        state=row["state"],
        words=row["reason"],
        course=", ".join(dict.fromkeys(titles)),
        copied_to=row["copied_to"],
    )
