"""The log for everybody, at the addresses that C2SP tlog-tiles gives them: monitors and courts need no account."""

import re

from litestar import MediaType, Response, get
from litestar.params import FromPath

from academy.actor import Permission
from academy.errors import NotFound
from academy.record_log import reading
from academy.record_log.tiles import WIDTH
from academy.web.guards import needs

_FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
_PATH = re.compile(r"/(entries|[0-9]|[1-5][0-9]|6[0-3])((?:/x[0-9]{3})*/[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class NoSuchTile(NotFound):
    """Nothing stands there, or the log has not come that far."""

    code = "no_such_tile"
    sentence = "The log has no such tile yet. Its checkpoint says how far it has come."


@get("/log/checkpoint", media_type=MediaType.TEXT, **needs(Permission.PUBLIC))
async def checkpoint() -> Response[str]:
    """How far the log has come, signed."""
    note = await reading.newest_checkpoint()
    if note is None:
        raise NoSuchTile()
    return Response(note, media_type="text/plain; charset=utf-8", headers={"cache-control": "no-cache"})


@get("/log/tile/{place:path}", **needs(Permission.PUBLIC))
async def tile(place: FromPath[str]) -> Response[bytes]:
    """Hashes of the tree, or the entries below them."""
    found = _PATH.fullmatch(place)
    width = int(found[3] or WIDTH) if found else 0
    if found is None or width > WIDTH:
        raise NoSuchTile()
    number = int(re.sub("[/x]", "", found[2]))
    is_bundle = found[1] == "entries"
    content = await (reading.bundle(number, width) if is_bundle else reading.tile(int(found[1]), number, width))
    if content is None:
        raise NoSuchTile()
    return Response(content, media_type="application/octet-stream", headers=_FOREVER)


ROUTES = [checkpoint, tile]
