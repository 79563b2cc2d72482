"""The academy's keys for everybody: the root to trust, lists of revoked certificates, and a page that explains them."""

import msgspec
from litestar import Response, get

from academy import settings
from academy.actor import Permission
from academy.errors import NotFound
from academy.signing import authority, queries
from academy.signing.actions import registrar
from academy.signing.certificates import Purpose
from academy.signing.public_keys import PublicKey, all_of_them
from academy.web.guards import needs
from academy.web.page import Page

_FOR_A_DAY = {"cache-control": "public, max-age=86400"}
_FOR_AN_HOUR = {"cache-control": "public, max-age=3600"}


class NoAuthority(NotFound):
    """The academy has not signed anything yet."""

    code = "no_authority"
    sentence = "This academy has no keys yet. They are made when it is first started."


class KeysView(msgspec.Struct, frozen=True):
    """Every public key, and where the root can be fetched."""

    keys: list[PublicKey]
    root_address: str


@get("/keys", **needs(Permission.PUBLIC))
async def keys_page() -> Page[KeysView]:
    """Which keys the academy signs with, and how to check a paper with other people's tools."""
    address = f"{settings.current().base_url}/keys/root.pem"
    return Page("signing/keys.html", KeysView(await all_of_them(), address))


@get("/keys/root.pem", **needs(Permission.PUBLIC))
async def root() -> Response[str]:
    """The root certificate."""
    pem = await queries.root()
    if pem is None:
        raise NoAuthority()
    disposition = {"content-disposition": 'attachment; filename="psp-academy-root.pem"'}
    return Response(pem, media_type="application/x-pem-file", headers=_FOR_A_DAY | disposition)


@get("/keys/root.crl", **needs(Permission.PUBLIC))
async def root_list() -> Response[bytes]:
    """Which certificates of the root were revoked."""
    return _list(Purpose.ROOT)


@get("/keys/issuing.crl", **needs(Permission.PUBLIC))
async def issuing_list() -> Response[bytes]:
    """Which certificates of the issuing authority were revoked."""
    return _list(Purpose.ISSUING)


def _list(issuer: Purpose) -> Response[bytes]:
    folder = registrar().folder
    if not folder.exists():
        raise NoAuthority()
    return Response(authority.read(folder).revoked[issuer], media_type="application/pkix-crl", headers=_FOR_AN_HOUR)


ROUTES = [keys_page, root, root_list, issuing_list]
