"""When the officer was signed in and with what, and which browsers sent their answers: as far as it was kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from academy.audit import AuditEvent
from academy.sign_in.devices import device_words
from academy.sign_in.tables import SignInSession
from certificates.evidence.record import Device, Session, SignIn
from courses.learning.rules.operations import streams
from courses.learning.tables import Response

_SAID = {"sign_in:session:open": "signed in", "sign_in:session:close": "signed out"}
_ANSWERS = """
    SELECT t.code AS attempt, r.ops, r.answered_at AS at
    FROM response r JOIN attempt_item i ON i.id = r.item JOIN attempt t ON t.id = i.attempt
    WHERE t.enrollment = {} AND r.ops <> '' AND r.answered_at IS NOT NULL ORDER BY r.answered_at, r.id
"""


async def sign_ins(person_id: int, since: datetime, until: datetime) -> tuple[SignIn, ...]:
    """Signing in and out in these days."""
    rows = (
        await AuditEvent.select(AuditEvent.created_at, AuditEvent.action, AuditEvent.details)
        .where(AuditEvent.subject_kind == "person", AuditEvent.subject_id == person_id)
        .where(AuditEvent.action.is_in(list(_SAID)))
        .where(AuditEvent.created_at >= since, AuditEvent.created_at <= until)
        .order_by(AuditEvent.id)
    )
    browsers = [msgspec.json.decode(row["details"]).get("browser", "") for row in rows]
    return tuple(
        SignIn(row["created_at"], _SAID[row["action"]], device_words(browser), browser)
        for row, browser in zip(rows, browsers, strict=True)
    )


async def sessions(person_id: int, since: datetime, until: datetime) -> tuple[Session, ...]:
    """Sessions opened in these days that are still on record: signing out removes one. Nothing later is told."""
    columns = (SignInSession.created_at, SignInSession.seen_at, SignInSession.user_agent)
    rows = (
        await SignInSession.select(*columns)
        .where(SignInSession.person == person_id)
        .where(SignInSession.created_at >= since, SignInSession.created_at <= until)
        .order_by(SignInSession.id)
    )
    return tuple(
        Session(row["created_at"], min(row["seen_at"], until), device_words(row["user_agent"])) for row in rows
    )


async def devices(enrollment_id: int) -> tuple[Device, ...]:
    """Browsers that sent answers, by the random word each numbers its answers with."""
    rows = await Response.raw(_ANSWERS, enrollment_id)
    return devices_in((row["attempt"], row["ops"], _moment(row["at"])) for row in rows)


def devices_in(answers: Iterable[tuple[str, str, datetime]]) -> tuple[Device, ...]:
    """The same from attempt, operations and moment of each answer, oldest first."""
    found: dict[str, list[tuple[str, datetime]]] = {}
    for attempt, ops, at in answers:
        for name in streams(ops):
            found.setdefault(name, []).append((attempt, at))
    return tuple(
        Device(name, len(sent), sent[0][1], sent[-1][1], tuple(dict.fromkeys(attempt for attempt, _ in sent)))
        for name, sent in found.items()
    )


def _moment(value: Any) -> datetime:
    """Raw SQLite rows may carry times as text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
