"""What a holder sees: the list of one's certificates, and the card on the completion page."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from academy.actor import Actor
from certificates.access import CertificateRow
from certificates.document import CertificateFacts
from certificates.document.facts import hours
from certificates.rules import Failure, Standing, standing
from certificates.tables import Certificate

CardState = Literal["pending", "late", "name_needed", "ready", "ended"]


class OwnCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate in its holder's list; `standing` is None while the paper is being made."""

    number: str
    standing: Standing | None
    name_needed: bool
    has_credential: bool
    course: str
    version: str
    hours: str
    completed_on: date
    issued_on: date
    completion_path: str


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate as the completion page shows it; `late` means that making it failed and is tried again."""

    state: CardState
    completion: str
    number: str
    check_address: str
    size: int
    name: str
    note: str
    errors: dict[str, str] = {}


_OWN = """
    SELECT t.serial, t.state, t.failure, t.facts, t.expires_on, t.credential_sha256, s.time_zone AS zone,
        e.code AS enrollment
    FROM certificate t JOIN completion c ON c.id = t.completion JOIN enrollment e ON e.id = c.enrollment
        JOIN site s ON s.id = c.site
    WHERE t.person = {} ORDER BY t.id DESC
"""


async def own_certificates(actor: Actor, now: datetime) -> tuple[OwnCertificate, ...]:
    """All certificates of the actor, newest first, whatever became of them."""
    return tuple(_own(row, now) for row in await Certificate.raw(_OWN, actor.id))


def card(row: CertificateRow, *, typed: str = "", errors: dict[str, str] | None = None) -> CardView:
    """The card of a completion; `typed` and `errors` come back from the name form."""
    facts = msgspec.json.decode(row.facts, type=CertificateFacts) if row.facts else None
    return CardView(
        state=_card_state(row),
        completion=row.completion_code,
        number=row.serial,
        check_address=facts.verify_url if facts else "",
        size=row.document_size or 0,
        name=typed or row.holder_name,
        note=row.failure_note or "",
        errors=errors or {},
    )


def _card_state(row: CertificateRow) -> CardState:
    if row.state == "pending":
        waiting: dict[Failure | None, CardState] = {Failure.NAME_NEEDED: "name_needed", Failure.NOT_MADE: "late"}
        return waiting.get(row.failure, "pending")
    return "ready" if row.state == "issued" else "ended"


def _own(row: dict[str, object], now: datetime) -> OwnCertificate:
    stored = msgspec.convert(row, _Stored)
    facts = msgspec.json.decode(stored.facts, type=CertificateFacts)
    today = now.astimezone(ZoneInfo(stored.zone)).date()
    pending = stored.state == "pending"
    return OwnCertificate(
        number=stored.serial,
        standing=None if pending else standing(stored.state, stored.expires_on, today),
        name_needed=pending and stored.failure is Failure.NAME_NEEDED,
        has_credential=stored.credential_sha256 is not None,
        course=facts.course_title,
        version=facts.version,
        hours=hours(facts.minutes),
        completed_on=facts.completed_on,
        issued_on=facts.issued_at.date(),
        completion_path=f"/enrollments/{stored.enrollment}/completion",
    )


class _Stored(msgspec.Struct, frozen=True):
    """The row behind the list."""

    serial: str
    state: str
    credential_sha256: str | None
    failure: Failure | None
    facts: str
    expires_on: date | None
    zone: str
    enrollment: str
