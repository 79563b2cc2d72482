"""One file against a kit: all parts of the check, and nothing asked of anybody."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from academy.signing.attached import Unreadable, attached
from certificates.offline import checks
from certificates.offline.carried import Carried, Incomplete, carried
from certificates.offline.findings import Finding, Report, Result, Said
from certificates.offline.kit import Kit
from certificates.offline.standing import standing

MOST_BYTES = 20_000_000
"""A certificate has 200 KB. Larger files are not looked into."""


def check_file(path: Path, kit: Kit, now: datetime) -> Report:
    """What `check` says of a file; one that is not there is not decided."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return _of(path.name, Result.FAILS, "It is far larger than any certificate of the academy.")
        return check(path.read_bytes(), path.name, kit, now)
    except OSError as fault:
        return _of(str(path), Result.OPEN, f"It cannot be read: {fault.strerror}.")


def check(pdf: bytes, name: str, kit: Kit, now: datetime) -> Report:
    """All parts of the check, at a moment. Pure computing, a tenth of a second; runs a loop of its own."""
    signature, signed_at = checks.signature(pdf, kit)
    try:
        inside = carried(attached(pdf))
    except Incomplete as fault:
        missing = Result.OPEN if fault.is_older else Result.FAILS
        return Report(name, (signature, Finding("Credential", missing, str(fault))))
    except Unreadable as fault:
        return Report(name, (signature, Finding("Credential", Result.FAILS, str(fault))))
    return Report(name, (signature, *_inside(inside, kit, signed_at, now)), _said(inside))


def _inside(of: Carried, kit: Kit, signed_at: datetime | None, now: datetime) -> Iterator[Finding]:
    yield checks.credential(of, kit)
    yield checks.log_entry(of)
    yield checks.log_proof(of, kit)
    yield checks.number(of)
    yield from checks.dates(of, signed_at, now)
    yield standing(of.credential.credential_status, kit, now)


def _said(of: Carried) -> Said:
    subject = of.credential.credential_subject
    return Said(
        number=of.credential.number,
        holder_name=of.credential.holder_name,
        title=of.credential.name,
        version=subject.achievement.version,
        minutes=subject.result[0].value,
        completed_at=subject.activity_end_date[:10],
        issued_at=f"{of.credential.valid_from:%Y-%m-%d}",
    )


def _of(name: str, result: Result, sentence: str) -> Report:
    return Report(name, (Finding("File", result, sentence),))
