"""The authority of this academy: made at the first start, looked after at each, and used in the print process."""

from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from academy import clock, key_files, settings
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Conflict
from academy.key_files import KeyUnsafe
from academy.papers.process import in_print_process
from academy.record_log import log as keep_record
from academy.record_log import writing as log_writing
from academy.signing import authority, sign_pdf
from academy.signing.authority import Authority
from academy.signing.certificates import Place, Purpose, fingerprint
from academy.signing.providers import Registrar, outside
from academy.signing.records import ADDED
from academy.signing.tables import AuthorityCertificate

_REMEDY = "Put it back from your backup."


class Audited(StrEnum):
    """What happens to the keys that sign papers."""

    MADE = "signing:certificate:make"
    OFFLINE = "signing:key:take-offline"


class RootKeyAway(Conflict):
    """The root key was taken away already."""

    code = "root_key_away"
    sentence = "The root key is not on this machine. It was taken offline before."


def registrar() -> Registrar:
    """Who signs, by the settings of this process."""
    now = settings.current()
    folder = (now.keys_folder / "authority").resolve()
    return Registrar(folder, now.signing_key, now.signing_pin, now.timestamp_url)


async def sign(pdf: bytes) -> bytes:
    """A paper of this academy, signed now. Raises what `signing.sign_pdf` raises."""
    return await in_print_process(sign_pdf, pdf, by=await ready_registrar(), at=clock.now())


async def ready_registrar() -> Registrar:
    """Who signs, with keys that are there: for what is printed and signed in one go. Raises what `prepare` raises."""
    by = registrar()
    if not by.folder.exists():
        await prepare()
    return by


async def prepare() -> None:
    """Make the keys that are not there yet, and refuse to go on with any that is gone, damaged or open to others.

    Raises KeyUnsafe, and what `providers.outside` raises when a new registrar's key lies elsewhere.
    """
    by = registrar()
    await log_writing.verifier()
    async with writing():
        rows = await AuthorityCertificate.objects().order_by(AuthorityCertificate.id)
        if not rows:
            await _add(_found_or_made(by))
            return
        _require_same(by.folder, rows)
        away = {row.purpose for row in rows if row.key_offline_at}
    _require_keys(by, away)


def _found_or_made(by: Registrar) -> Authority:
    """One that is there before the database knows it was made by a start that did not get to its end."""
    if by.folder.exists():
        return authority.read(by.folder)
    key = None if by.key == "file" else outside(by).public_key()
    return authority.make(by.folder, Place(settings.current().base_url, clock.now()), key)


async def _add(made: Authority) -> None:
    for purpose, certificate in made.certificates.items():
        row = AuthorityCertificate(
            purpose=purpose, pem=made.pem(purpose).decode(), fingerprint=fingerprint(certificate)
        )
        added = await AuthorityCertificate.insert(row).returning(AuthorityCertificate.id)
        subject = Subject("authority_certificate", added[0]["id"])
        await record(None, Audited.MADE, subject, purpose=purpose, fingerprint=row.fingerprint)
        await keep_record(ADDED, subject.id)


def _require_same(folder: Path, rows: list[AuthorityCertificate]) -> None:
    if not folder.exists():
        raise KeyUnsafe(f"The folder {folder} is gone, but papers were signed with its keys. {_REMEDY}")
    found = authority.read(folder)
    for row in rows:
        if fingerprint(found.certificates[Purpose(row.purpose)]) != row.fingerprint:
            name = folder / f"{row.purpose}.pem"
            raise KeyUnsafe(f"{name} is not the certificate that papers were signed with. {_REMEDY}")


def _require_keys(by: Registrar, away: set[str]) -> None:
    certificates = authority.read(by.folder).certificates
    elsewhere = set() if by.key == "file" else {Purpose.REGISTRAR}
    for purpose in Purpose:
        if purpose not in away | elsewhere:
            authority.key_of(by.folder, purpose, certificates[purpose])


async def take_root_offline(into: Path) -> str:
    """Move the root key to a recovery file, once, and give the root's fingerprint. It is not on this machine then.

    The copy is read back before anything is removed. Raises KeyUnsafe, RootKeyAway, FileExistsError.
    """
    folder = registrar().folder
    root = authority.read(folder).certificates[Purpose.ROOT]
    async with writing():
        if not authority.key_path(folder, Purpose.ROOT).exists():
            raise RootKeyAway()
        key_files.keep(into, authority.key_of(folder, Purpose.ROOT, root))
        _ = key_files.load(into, EllipticCurvePrivateKey)  # type: ignore[type-abstract]
        known = AuthorityCertificate.fingerprint == fingerprint(root)
        away = AuthorityCertificate.key_offline_at
        moved = await AuthorityCertificate.update({away: clock.now()}).where(known).returning(AuthorityCertificate.id)
        await record(None, Audited.OFFLINE, Subject("authority_certificate", moved[0]["id"]))
    # Last of all: a start that finds the key although it was taken away does no harm, one that misses it refuses.
    authority.key_path(folder, Purpose.ROOT).unlink()
    return fingerprint(root)
