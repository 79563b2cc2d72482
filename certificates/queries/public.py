"""What anybody may know of a certificate: what is printed on it, without the name."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.codes import read_serial
from certificates.document import CertificateFacts
from certificates.document.facts import hours
from certificates.rules import REVOCATION_CLASSES, Standing, same_name, standing
from certificates.tables import Certificate


class PublicView(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that was issued once. No name, e-mail, agency or score.

    `replaced_by` is the number that counts now, empty while that is being made. `zone` is where the record is kept.
    """

    number: str
    standing: Standing
    course: str
    version: str
    minutes: int
    hours: str
    completed_on: date
    issued_on: date
    issuer: str
    expires_on: date | None
    revoked_at: datetime | None
    reason: str
    replaced_by: str
    zone: str


_PUBLIC = """
    SELECT t.serial, t.state, t.facts, t.expires_on, t.revoked_at, COALESCE(t.revoked_class, '') AS revoked_class,
        s.time_zone AS zone, COALESCE(n.serial, '') AS replaced_by
    FROM certificate t JOIN completion c ON c.id = t.completion JOIN site s ON s.id = c.site
        LEFT JOIN certificate n ON n.replaces = t.id AND n.state <> 'pending'
    WHERE t.serial = {} AND t.state <> 'pending'
"""
_NO_NUMBER = ""
"""Looked up in place of text that cannot be a number, so that every wrong one costs the same."""


async def public_view(number: str, now: datetime) -> PublicView | None:
    """The certificate of a number as typed or scanned, or None; what is mistyped and what is unknown look alike."""
    rows = await Certificate.raw(_PUBLIC, read_serial(number) or _NO_NUMBER)
    return _view(rows[0], now) if rows else None


async def name_matches(number: str, typed: str) -> bool | None:
    """Whether the typed name is the one printed; None when there is no such certificate."""
    rows = await Certificate.raw(
        "SELECT holder_name FROM certificate WHERE serial = {} AND state <> 'pending'",
        read_serial(number) or _NO_NUMBER,
    )
    return same_name(typed, rows[0]["holder_name"]) if rows else None


def _view(row: dict[str, object], now: datetime) -> PublicView:
    stored = msgspec.convert(row, _Stored)
    facts = msgspec.json.decode(stored.facts, type=CertificateFacts)
    today = now.astimezone(ZoneInfo(stored.zone)).date()
    return PublicView(
        number=stored.serial,
        standing=standing(stored.state, stored.expires_on, today),
        course=facts.course_title,
        version=facts.version,
        minutes=facts.minutes,
        hours=hours(facts.minutes),
        completed_on=facts.completed_on,
        issued_on=facts.issued_at.date(),
        issuer=facts.provider,
        expires_on=stored.expires_on,
        revoked_at=stored.revoked_at,
        reason=REVOCATION_CLASSES.get(stored.revoked_class, ""),
        replaced_by=stored.replaced_by,
        zone=stored.zone,
    )


class _Stored(msgspec.Struct, frozen=True):
    """The row behind the view."""

    serial: str
    state: str
    facts: str
    expires_on: date | None
    revoked_at: datetime | None
    revoked_class: str
    zone: str
    replaced_by: str
