"""The only way from an address to a certificate: one's own, of one's site, or as the program office."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from academy.actor import Actor, Permission
from academy.codes import read_serial
from academy.errors import NotFound, Refusal
from academy.record_log.records import written
from academy.sign_in.sessions import hash_of
from certificates.rules import Failure
from certificates.tables import Certificate, CheckKey

_NOTED_EVERY = timedelta(minutes=1)


class CertificateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A completion with its certificate; before that is drawn up its id is 0, its serial and texts are empty.

    `facts` is the stored JSON of CertificateFacts, `zone` the site's.
    """

    completion_id: int
    completion_code: str
    enrollment_code: str
    site_id: int
    zone: str
    holder_id: int
    course_title: str
    id: int
    serial: str
    state: str
    holder_name: str
    facts: str
    failure: Failure | None
    failure_note: str | None
    expires_on: date | None
    document_key: str | None
    document_sha256: str | None
    document_size: int | None
    issued_at: datetime | None
    replaces: int | None
    credential_sha256: str | None

    @property
    def completion_path(self) -> str:
        return f"/enrollments/{self.enrollment_code}/completion"


_COLUMNS = """
    SELECT c.id AS completion_id, c.code AS completion_code, e.code AS enrollment_code, c.site AS site_id,
        s.time_zone AS zone, c.person AS holder_id, v.title AS course_title,
        COALESCE(t.id, 0) AS id, COALESCE(t.serial, '') AS serial, COALESCE(t.state, 'pending') AS state,
        COALESCE(t.holder_name, '') AS holder_name, COALESCE(t.facts, '') AS facts, t.failure, t.failure_note,
        t.expires_on, t.document_key, t.document_sha256, t.document_size, t.issued_at, t.replaces,
        t.credential_sha256
    FROM completion c JOIN enrollment e ON e.id = c.enrollment JOIN site s ON s.id = c.site
        JOIN course_version v ON v.id = c.version LEFT JOIN certificate t ON t.completion = c.id
"""
_WITHOUT_PAPER = """
    SELECT c.id FROM completion c LEFT JOIN certificate t ON t.completion = c.id
    WHERE (t.id IS NULL OR (t.state = 'pending' AND COALESCE(t.failure, '') <> {}))
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.job = {} AND o.subject_id = c.id AND o.created_at > {})
    ORDER BY c.id LIMIT 200
"""
_PROMISED = """
    SELECT DISTINCT o.subject_id + 0 AS id FROM (SELECT job, subject_id FROM outbox ORDER BY id DESC LIMIT 2000) o
    WHERE o.job = {} AND NOT EXISTS (SELECT 1 FROM certificate t WHERE t.completion = o.subject_id)
        AND EXISTS (SELECT 1 FROM completion c WHERE c.id = o.subject_id)
    ORDER BY id DESC LIMIT {}
"""


async def certificate_for(actor: Actor, number: str) -> CertificateRow:
    """A certificate that is the actor's own, of a site the actor may see, or any for the program office."""
    return _opened(actor, await _rows("WHERE t.serial = {}", read_serial(number) or ""))


async def certificate_of_completion(actor: Actor, code: str) -> CertificateRow:
    """The newest certificate of a completion, with the same doors."""
    return _opened(actor, await _rows("WHERE c.code = {} ORDER BY t.id DESC LIMIT 1", code))


async def own_completion(actor: Actor, code: str) -> CertificateRow:
    """The newest certificate of one's own completion."""
    row = await certificate_of_completion(actor, code)
    if row.holder_id != actor.id:
        raise NotFound()
    return row


async def certificate_for_office(actor: Actor, number: str) -> CertificateRow:
    """Any certificate, for who may revoke and replace; NotFound for everybody else."""
    if not actor.may(Permission.REVOKE_CERTIFICATES):
        raise NotFound()
    return await certificate_for(actor, number)


async def nothing_to_issue(completion_id: int) -> bool:
    """Whether a completion has certificates and none of them waits to be issued, for the academy's own work."""
    rows = await Certificate.select(Certificate.state).where(Certificate.completion == completion_id)
    return bool(rows) and all(row["state"] != "pending" for row in rows)


async def certificates_to_issue(completions: Sequence[int]) -> tuple[CertificateRow, ...]:
    """The certificates of these completions that are not issued yet, for the academy's own work."""
    rows = await Certificate.raw(f"{_COLUMNS} WHERE t.state = 'pending' AND c.id IN ({written(completions)})")
    return tuple(msgspec.convert(row, CertificateRow) for row in rows)


async def promised_without_certificate(most: int) -> tuple[int, ...]:
    """Completions whose certificate was promised lately and is not drawn up, the last ones first.

    The last ones: the jobs take theirs from the front of the line, and two that work at once should not meet.
    """
    return tuple(row["id"] for row in await Certificate.raw(_PROMISED, "certificates.issue", most))


async def completions_without_paper(promised_before: datetime) -> tuple[int, ...]:
    """Completions whose certificate is missing or pending, for the academy's own sweep.

    Left out: those whose holder is asked for another name, and those whose job was promised after `promised_before`.
    """
    rows = await Certificate.raw(_WITHOUT_PAPER, Failure.NAME_NEEDED, "certificates.issue", promised_before)
    return tuple(row["id"] for row in rows)


class KeyNeeded(Refusal):
    """No key, or one that is unknown, revoked or past its last day."""

    status = 401
    code = "key_needed"
    sentence = "Send a key in force as Authorization: Bearer KEY. The program office of the academy makes them."

    def __init__(self) -> None:
        super().__init__()
        self.headers = {"www-authenticate": "Bearer"}


async def check_key_for(header: str, now: datetime) -> str:
    """The code of the key in an Authorization header; notes at most once a minute that it is used. Raises KeyNeeded."""
    scheme, _, key = header.partition(" ")
    columns = (CheckKey.id, CheckKey.code, CheckKey.ends_on, CheckKey.last_used_at)
    in_force = (CheckKey.key_hash == hash_of(key.strip()), CheckKey.revoked_at.is_null())
    row = await CheckKey.select(*columns).where(*in_force).first() if scheme.lower() == "bearer" else None
    if row is None or now.date() > row["ends_on"]:
        raise KeyNeeded()
    if row["last_used_at"] is None or now - row["last_used_at"] >= _NOTED_EVERY:
        await CheckKey.update({CheckKey.last_used_at: now}).where(CheckKey.id == row["id"])
    return str(row["code"])


def _opened(actor: Actor, rows: list[CertificateRow]) -> CertificateRow:
    if not rows or not _may_see(actor, rows[0]):
        raise NotFound()
    return rows[0]


def _may_see(actor: Actor, row: CertificateRow) -> bool:
    if row.holder_id == actor.id:
        return not actor.is_visitor
    return actor.may(Permission.SEE_PROGRESS, row.site_id) or actor.may(Permission.REVOKE_CERTIFICATES)


async def _rows(where: str, value: str | int) -> list[CertificateRow]:
    rows = await Certificate.raw(_COLUMNS + where, value)
    return [msgspec.convert(row, CertificateRow) for row in rows]
