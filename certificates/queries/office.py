"""What the program office sees: all certificates, one of them with its history."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.actor import Actor
from academy.codes import read_serial
from certificates.access import certificate_for, certificate_for_office
from certificates.document import CertificateFacts
from certificates.queries.public import SEALED
from certificates.rules import REVOCATION_CLASSES, Standing, standing
from certificates.tables import Certificate

ROWS = 50


class OfficeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate in the list; `standing` is None while its paper does not exist, `note` then may say why.

    Of a sealed one the list says neither holder nor course.
    """

    id: int
    number: str
    standing: Standing | None
    note: str
    holder: str
    course: str
    version: str
    completed_on: date
    site: str
    sealed: bool


class SealedView(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed certificate, before somebody says why it is looked at."""

    number: str
    reason: str = ""
    errors: dict[str, str] = {}


class OfficeList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of certificates, newest first; `older` continues it.

    `wrong_numbers` were tried by strangers within the last hour; `unusual` when so many that somebody may be guessing.
    """

    query: str
    rows: tuple[OfficeRow, ...]
    older: int | None
    wrong_numbers: int = 0
    unusual: bool = False


class OfficeView(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate with everything printed on it and everything that happened to it."""

    row: OfficeRow
    facts: CertificateFacts
    state: str
    sha256: str
    size: int
    revoked_at: datetime | None
    revoked_by: str
    revoked_class: str
    revoked_reason: str
    replaces: str
    replaced_by: str
    zone: str
    classes: tuple[tuple[str, str], ...] = tuple(REVOCATION_CLASSES.items())
    values: dict[str, str] = {}
    errors: dict[str, str] = {}


_COLUMNS = f"""
    SELECT CASE WHEN {SEALED} THEN 1 ELSE 0 END AS sealed,
        t.id, t.serial, t.state, t.holder_name, t.facts, t.expires_on, COALESCE(t.failure_note, '') AS failure_note,
        COALESCE(t.document_sha256, '') AS sha256, COALESCE(t.document_size, 0) AS size, t.revoked_at,
        COALESCE(t.revoked_class, '') AS revoked_class, COALESCE(t.revoked_reason, '') AS revoked_reason,
        COALESCE(b.full_name, '') AS revoked_by, COALESCE(o.serial, '') AS replaces,
        COALESCE(n.serial, '') AS replaced_by, s.time_zone AS zone
    FROM certificate t JOIN completion c ON c.id = t.completion JOIN site s ON s.id = c.site
        LEFT JOIN person b ON b.id = t.revoked_by LEFT JOIN certificate o ON o.id = t.replaces
        LEFT JOIN certificate n ON n.replaces = t.id
"""


async def office_list(query: str, before: int | None, now: datetime) -> OfficeList:
    """Certificates by number or by a part of the holder's name, newest first, `ROWS` at a time."""
    words = query.strip()
    serial = read_serial(words)
    by_name = f"lower(t.holder_name) LIKE {{}}{f' AND NOT {SEALED}' if words else ''}"
    where, value = ("t.serial = {}", serial) if serial else (by_name, f"%{words.lower()}%")
    found = await Certificate.raw(
        f"{_COLUMNS} WHERE {where} AND t.id < {{}} ORDER BY t.id DESC LIMIT {{}}", value, before or 2**31 - 1, ROWS + 1
    )
    rows = tuple(_veiled(_row(msgspec.convert(row, _Stored), now)) for row in found)
    return OfficeList(query=words, rows=rows[:ROWS], older=rows[ROWS - 1].id if len(rows) > ROWS else None)


def _veiled(row: OfficeRow) -> OfficeRow:
    return msgspec.structs.replace(row, holder="", course="", version="", site="") if row.sealed else row


async def office_view(actor: Actor, number: str, now: datetime) -> OfficeView:
    """One certificate, a sealed one too: who asks has said why. Raises NotFound without the permission."""
    certificate = await certificate_for_office(actor, number)
    rows = await Certificate.raw(f"{_COLUMNS} WHERE t.id = {{}}", certificate.id)
    stored = msgspec.convert(rows[0], _Stored)
    return OfficeView(
        row=_row(stored, now),
        facts=msgspec.json.decode(stored.facts, type=CertificateFacts),
        state=stored.state,
        sha256=stored.sha256,
        size=stored.size,
        revoked_at=stored.revoked_at,
        revoked_by=stored.revoked_by,
        revoked_class=REVOCATION_CLASSES.get(stored.revoked_class, ""),
        revoked_reason=stored.revoked_reason,
        replaces=stored.replaces,
        replaced_by=stored.replaced_by,
        zone=stored.zone,
    )


async def is_sealed(actor: Actor, number: str) -> bool:
    """Whether strangers cannot find it. Raises NotFound for who may not see it."""
    certificate = await certificate_for(actor, number)
    rows = await Certificate.raw(f"SELECT t.id FROM certificate t WHERE t.id = {{}} AND {SEALED}", certificate.id)
    return bool(rows)


def _row(stored: "_Stored", now: datetime) -> OfficeRow:
    facts = msgspec.json.decode(stored.facts, type=CertificateFacts)
    today = now.astimezone(ZoneInfo(stored.zone)).date()
    return OfficeRow(
        id=stored.id,
        number=stored.serial,
        standing=None if stored.state == "pending" else standing(stored.state, stored.expires_on, today),
        note=stored.failure_note,
        holder=stored.holder_name,
        course=facts.course_title,
        version=facts.version,
        completed_on=facts.completed_on,
        site=facts.site_name,
        sealed=bool(stored.sealed),
    )


class _Stored(msgspec.Struct, frozen=True):
    """The row behind both views."""

    id: int
    serial: str
    state: str
    holder_name: str
    facts: str
    expires_on: date | None
    failure_note: str
    sha256: str
    size: int
    revoked_at: datetime | None
    revoked_class: str
    revoked_reason: str
    revoked_by: str
    replaces: str
    replaced_by: str
    zone: str
    sealed: int
