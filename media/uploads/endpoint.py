"""The address pieces are sent to: a raw ASGI mount, because ordinary handlers read bodies whole."""

from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from typing import Any, cast

from litestar import Request, asgi
from litestar.exceptions import MethodNotAllowedException
from litestar.types import HTTPScope, Receive, ReceiveMessage, Scope, Send

from academy import settings
from academy.actor import Actor, Permission
from academy.errors import NotFound, Refusal
from academy.web.guards import needs
from media import actions, places
from media.access import upload_for
from media.tables import Upload
from media.uploads import protocol
from media.uploads.pieces import Target, announced_length, append, drain
from media.uploads.turns import Turn, turn_of

Headers = dict[str, str]
_ALWAYS = {"tus-resumable": protocol.VERSION, "cache-control": "no-store"}
Verb = Callable[["_Call"], Awaitable[tuple[int, Headers]]]


class NotHere(NotFound):
    """Another machine has the bytes, or nobody any more."""

    code = "upload_not_here"
    sentence = "What was sent of this file is not on this server. Choose the file again."


class _Call:
    """One request to the mount."""

    def __init__(self, scope: HTTPScope, receive: Receive) -> None:
        self.scope = scope
        self.over = False
        self._receive = receive
        self.headers = Request[Any, Any, Any](scope).headers
        self.method = protocol.method_of(scope["method"], self.headers.get("x-http-method-override"))
        self.actor: Actor = scope["state"]["actor"]
        # The mount's remaining path comes with a slash at its end.
        self.code = scope["path"].strip("/").removeprefix("uploads").strip("/")

    async def receive(self) -> ReceiveMessage:
        """The next part of the body; `over` tells that there is no other."""
        message = await self._receive()
        self.over = message["type"] != "http.request" or not message["more_body"]
        return message


@asgi("/uploads", is_mount=True, copy_scope=True, **needs(Permission.UPLOAD_MEDIA))
async def uploads(scope: Scope, receive: Receive, send: Send) -> None:
    """tus 1.0: POST announces a file, PATCH brings a piece, HEAD tells how much is here, DELETE forgets it."""
    call = _Call(cast("HTTPScope", scope), receive)
    try:
        status, headers = await _answer(call)
    except Refusal as refusal:
        refusal.headers = _ALWAYS | _beside(refusal)
        if not call.over:
            await drain(call.receive)
        raise
    said = _ALWAYS | {"content-length": "0"} | headers
    raw = [(name.encode(), value.encode("latin-1")) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _beside(refusal: Refusal) -> Headers:
    """What the protocol wants said with a refusal."""
    if isinstance(refusal, protocol.WrongVersion):
        return {"tus-version": protocol.VERSION}
    return {}


async def _answer(call: _Call) -> tuple[int, Headers]:
    verb = _VERBS.get((call.method, bool(call.code)))
    if verb is None:
        raise MethodNotAllowedException()
    if verb is not _options and call.headers.get("tus-resumable") != protocol.VERSION:
        raise protocol.WrongVersion()
    return await verb(call)


async def _options(call: _Call) -> tuple[int, Headers]:
    return 204, {
        "tus-version": protocol.VERSION,
        "tus-extension": protocol.EXTENSIONS,
        "tus-max-size": str(settings.current().upload_limit_bytes),
        "tus-checksum-algorithm": ",".join(protocol.CHECKSUMS),
    }


async def _post(call: _Call) -> tuple[int, Headers]:
    file = protocol.announced(
        call.headers.get("upload-length"),
        call.headers.get("upload-metadata"),
        limit=settings.current().upload_limit_bytes,
    )
    # Before anything is made: a refusal here leaves nothing behind.
    protocol.checksum_of(call.headers.get("upload-checksum"))
    upload = await actions.begin_upload(
        call.actor,
        name=file.name,
        title=file.title,
        size=file.size,
        replaces=file.replaces,
        describes=file.describes,
        metadata=file.metadata,
    )
    headers = {"location": f"/uploads/{upload.code}", **_expiry(upload)}
    if protocol.is_piece(call.headers.get("content-type", "")):
        headers |= await _first_piece(call, upload)
    elif file.size == 0:
        headers["upload-result"] = await _result(call, upload)
    return 201, headers


async def _first_piece(call: _Call, upload: Upload) -> Headers:
    """The piece that came with the announcement. Refused, it takes the upload with it: nobody knows its address yet."""
    try:
        async with turn_of(upload.code) as turn:
            return await _received(call, upload, turn, already=0)
    except Refusal:
        await actions.drop_upload(call.actor, upload)
        raise


async def _head(call: _Call) -> tuple[int, Headers]:
    upload = await upload_for(call.actor, call.code)
    async with turn_of(upload.code):
        received = await _offset(upload)
        said = {"upload-offset": str(received), "upload-length": str(upload.total_size), **_expiry(upload)}
        if upload.metadata:
            said["upload-metadata"] = upload.metadata
        if received == upload.total_size:
            said["upload-result"] = await _result(call, upload)
    return 200, said


async def _patch(call: _Call) -> tuple[int, Headers]:
    upload = await upload_for(call.actor, call.code)
    async with turn_of(upload.code) as turn:
        received = await _offset(upload)
        protocol.check_piece(call.headers.get("upload-offset"), call.headers.get("content-type", ""), received=received)
        await actions.prolong(upload)
        return 204, {**await _received(call, upload, turn, already=received), **_expiry(upload)}


async def _received(call: _Call, upload: Upload, turn: Turn, *, already: int) -> Headers:
    """Take the request's body as the next piece; what is to be said about it."""
    checksum = protocol.checksum_of(call.headers.get("upload-checksum"))
    if already + (announced_length(call.scope) or 0) > upload.total_size:
        raise protocol.TooLarge("More bytes came than were announced.")
    if already < upload.total_size:
        target = Target(places.staged(upload.code), upload.total_size)
        try:
            already = await append(target, call.receive, turn, checksum)
        except FileNotFoundError as gone:
            raise NotHere() from gone
    said = {"upload-offset": str(already)}
    if already == upload.total_size:
        said["upload-result"] = await _result(call, upload)
    return said


async def _delete(call: _Call) -> tuple[int, Headers]:
    upload = await upload_for(call.actor, call.code)
    async with turn_of(upload.code):
        await actions.drop_upload(call.actor, upload)
    return 204, {}


async def _offset(upload: Upload) -> int:
    """The bytes that are here. Raises NotHere."""
    received = await actions.received_bytes(upload)
    if received is None:
        raise NotHere()
    return received


async def _result(call: _Call, upload: Upload) -> str:
    """The page of the recording that this upload became."""
    return f"/media/{await actions.accept_upload(call.actor, upload)}"


def _expiry(upload: Upload) -> Headers:
    return {"upload-expires": format_datetime(upload.expires_at, usegmt=True)}


_VERBS: dict[tuple[str, bool], Verb] = {
    ("OPTIONS", False): _options,
    ("OPTIONS", True): _options,
    ("POST", False): _post,
    ("HEAD", True): _head,
    ("PATCH", True): _patch,
    ("DELETE", True): _delete,
}
"""What can be asked, by method and whether the path names an upload."""
