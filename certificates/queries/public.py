"""What anybody may know of a certificate: what is printed on it, without the name."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.codes import read_serial
from academy.record_log.tiles import WIDTH, bundle_path
from certificates import lookup
from certificates.document import CertificateFacts
from certificates.document.facts import hours
from certificates.rules import REVOCATION_CLASSES, Standing, same_name, standing
from certificates.tables import Certificate


class PublicView(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that was issued once. No name, e-mail, agency or score.

    `replaced_by` is the number that counts now, empty while that is being made. `zone` is where the record is kept.
    `document_sha256` is of the issued file, `credential_sha256` of the credential in it, empty where there is none;
    `log_entry` counts from 0 and is None while the entry waits for its place, `log_path` then is empty.
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
    document_sha256: str
    credential_sha256: str
    log_entry: int | None
    log_path: str


SEALED = """EXISTS (SELECT 1 FROM certificate_seal x WHERE x.lifted_at IS NULL AND (x.person = t.person
    OR x.agency IN (SELECT m.agency FROM membership m WHERE m.person = t.person)))"""
"""Whether the certificate `t` is kept from strangers: its holder's, or one of an agency its holder has belonged to."""
_PUBLIC = """
    SELECT t.serial, t.state, t.facts, t.expires_on, t.revoked_at, COALESCE(t.revoked_class, '') AS revoked_class,
        s.time_zone AS zone, COALESCE(n.serial, '') AS replaced_by, t.lookup,
        COALESCE(t.document_sha256, '') AS document_sha256,
        COALESCE(t.credential_sha256, '') AS credential_sha256, e.position AS log_entry
    FROM certificate t JOIN completion c ON c.id = t.completion JOIN site s ON s.id = c.site
        LEFT JOIN certificate n ON n.replaces = t.id AND n.state <> 'pending'
        LEFT JOIN logged_record r ON r.kind = 'certificate.issued' AND r.subject_id = t.id
        LEFT JOIN log_entry e ON e.record = r.id
"""
_OPEN = f"t.state <> 'pending' AND NOT {SEALED}"
_NO_NUMBER = ""
"""Looked up in place of text that cannot be a number, so that every wrong one costs the same."""


async def public_view(number: str, now: datetime) -> PublicView | None:
    """The certificate of a number as typed or scanned, or None: mistyped, unknown and sealed ones look alike."""
    return (await public_views([number], now))[0]


async def public_views(numbers: Sequence[str], now: datetime) -> list[PublicView | None]:
    """The same for many numbers, in their order, in one statement."""
    wanted = [_index(number) for number in numbers]
    places = ", ".join("{}" for _ in wanted)
    rows = await Certificate.raw(f"{_PUBLIC} WHERE t.lookup IN ({places}) AND {_OPEN}", *wanted)
    found = {row["lookup"]: _view(row, now) for row in rows}
    return [found.get(one) for one in wanted]


def _index(number: str) -> str:
    return lookup.index_of(read_serial(number) or _NO_NUMBER)


async def name_matches(number: str, typed: str) -> bool | None:
    """Whether the typed name is the one printed; None when there is no such certificate."""
    rows = await Certificate.raw(
        f"SELECT t.holder_name FROM certificate t WHERE t.lookup = {{}} AND {_OPEN}", _index(number)
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
        document_sha256=stored.document_sha256,
        credential_sha256=stored.credential_sha256,
        log_entry=stored.log_entry,
        log_path=_log_path(stored.log_entry),
    )


def _log_path(position: int | None) -> str:
    """Where the log hands the entry out: the last one of what stands at this address."""
    if position is None:
        return ""
    number, place = divmod(position, WIDTH)
    return f"/log/{bundle_path(number, place + 1)}"


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
    document_sha256: str
    credential_sha256: str
    log_entry: int | None
