"""What the public may look up about credentials: the keys, the lists of those that ended, the versions they name."""

from datetime import datetime
from typing import Any

from academy import settings
from academy.errors import NotFound
from academy.signing.public_keys import PublicKey, public_keys
from certificates.credential.issuer import did_document, did_of
from certificates.credential.own_key import key_file
from certificates.credential.sealing import sealed_list
from certificates.credential.status import list_address, status_list
from certificates.tables import Credential, CredentialKey, VersionManifest

_MOST = 1_000_000
"""No list and no version has a number above this; what is asked beyond it never reaches the database."""
_signed: dict[str, tuple[object, bytes]] = {}
"""By address, the list as it was signed last, and what it was signed for."""


async def did() -> dict[str, Any]:
    """The DID document of this academy."""
    keys = await CredentialKey.select(CredentialKey.multikey).order_by(CredentialKey.id)
    return did_document(did_of(settings.current().base_url), [row["multikey"] for row in keys])


@public_keys
async def credential_keys() -> list[PublicKey]:
    """Every key that ever signed credentials, as the DID document names it."""
    columns = (CredentialKey.multikey, CredentialKey.id)
    rows = await CredentialKey.select(*columns).order_by(CredentialKey.id)
    signs = "Credentials, the form of a certificate that programs read."
    return [PublicKey(name="Credentials", signs=signs, printed=row["multikey"]) for row in rows]


async def signed_list(number: int, now: datetime) -> bytes:
    """The status list, signed anew each day and whenever a credential of it ends.

    It is dated from midnight UTC, so all processes sign the same bytes. Raises NotFound for a list with no credential,
    KeyUnsafe.
    """
    number = _within(number)
    rows = await Credential.raw(_ENDED, number)
    if not rows and not await Credential.exists().where(Credential.status_list == number):
        raise NotFound()
    base = settings.current().base_url
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    address, ended = list_address(base, number), tuple(row["status_index"] for row in rows)
    known, content = _signed.get(address, (None, b""))
    if known != (today, ended, key_file()):
        document = status_list(did_of(base), address, ended, since=today)
        content = await sealed_list(document, key=key_file(), at=today)
        _signed[address] = ((today, ended, key_file()), content)
    return content


async def manifest_of(slug: str, number: int) -> bytes:
    """The manifest of a course version; NotFound while no credential names it."""
    rows = await VersionManifest.raw(_MANIFEST, slug, _within(number))
    if not rows:
        raise NotFound()
    return str(rows[0]["content"]).encode()


def _within(number: int) -> int:
    return max(0, min(number, _MOST))


_ENDED = """
    SELECT k.status_index FROM certificate t JOIN credential k ON k.certificate = t.id
    WHERE t.state IN ('revoked', 'replaced') AND k.status_list = {} ORDER BY k.status_index
"""
_MANIFEST = """
    SELECT m.content FROM version_manifest m JOIN course_version v ON v.id = m.version JOIN course c ON c.id = v.course
    WHERE c.slug = {} AND v.number = {}
"""
