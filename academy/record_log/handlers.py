"""The log for everybody, at the addresses that C2SP tlog-tiles gives them: monitors and courts need no account.

And the page where the program office sees whether it is whole.
"""

import re

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import NotFound
from academy.record_log import reading
from academy.record_log.actions import request_audit
from academy.record_log.queries import LogPage, log_page
from academy.record_log.stamps import STAMP_FILE
from academy.record_log.tiles import WIDTH
from academy.web.guards import needs
from academy.web.page import Moved, Page

_FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
_PATH = re.compile(r"/(entries|[0-9]|[1-5][0-9]|6[0-3])((?:/x[0-9]{3})*/[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class NoSuchTile(NotFound):
    """Nothing stands there, or the log has not come that far."""

    code = "no_such_tile"
    sentence = "The log has no such tile yet. Its checkpoint says how far it has come."


class NoSuchStamp(NotFound):
    """No outside authority stamped such a checkpoint."""

    code = "no_such_stamp"
    sentence = "No checkpoint over so many entries was stamped. Checkpoints are stamped when they are mailed."


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


@get("/log/stamps/{size:int}/{file:str}", **needs(Permission.PUBLIC))
async def stamp(size: FromPath[int], file: FromPath[str]) -> Response[bytes]:
    """A mailed checkpoint (`checkpoint.txt`) and the time stamp of an outside authority on it (`checkpoint.tsr`)."""
    content = (await reading.stamped(size)).get(file)
    if content is None:
        raise NoSuchStamp()
    kind = "application/timestamp-reply" if file == STAMP_FILE else "text/plain; charset=utf-8"
    return Response(content, media_type=kind, headers=_FOREVER)


@get("/admin/record-log", **needs(Permission.ADMINISTER))
async def office() -> Page[LogPage]:
    """Whether the record log is whole, alive, and known outside."""
    return Page("record_log/office.html", await log_page())


@post("/admin/record-log/audit", **needs(Permission.ADMINISTER))
async def audit_now(actor: NamedDependency[Actor]) -> Moved:
    """Have the record log audited now."""
    await request_audit(actor)
    return Moved("/admin/record-log")


ROUTES = [checkpoint, tile, stamp, office, audit_now]
