"""The address pieces are sent to: a raw ASGI mount, because ordinary handlers read bodies whole."""

import shutil
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from typing import Any, cast

from anyio import to_thread
from litestar import Request, asgi
from litestar.exceptions import MethodNotAllowedException
from litestar.types import HTTPScope, Receive, Scope, Send

from academy import settings
from academy.actor import Actor, Permission
from academy.web.guards import needs
from media import actions, places
from media.access import upload_for
from media.tables import Upload
from media.uploads import protocol
from media.uploads.pieces import announced_length, append
from media.uploads.turns import turn_of

Headers = dict[str, str]
Verb = Callable[["_Call"], Awaitable[tuple[int, Headers]]]


class _Call:
    """One request to the mount."""

    def __init__(self, scope: HTTPScope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.headers = Request[Any, Any, Any](scope).headers
        self.actor: Actor = scope["state"]["actor"]
        # The mount's remaining path comes with a slash at its end.
        self.code = scope["path"].strip("/").removeprefix("uploads").strip("/")


@asgi("/uploads", is_mount=True, copy_scope=True, **needs(Permission.UPLOAD_MEDIA))
async def uploads(scope: Scope, receive: Receive, send: Send) -> None:
    """tus 1.0: POST announces a file, PATCH brings a piece, HEAD tells how much is here, DELETE forgets it."""
    call = _Call(cast("HTTPScope", scope), receive)
    verb = _VERBS.get((call.scope["method"], bool(call.code)))
    if verb is None:
        raise MethodNotAllowedException()
    if verb is not _options and call.headers.get("tus-resumable") != protocol.VERSION:
        raise protocol.WrongVersion()
    status, headers = await verb(call)
    answered = {"tus-resumable": protocol.VERSION, "cache-control": "no-store", "content-length": "0", **headers}
    raw = [(name.encode(), value.encode()) for name, value in answered.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _options(call: _Call) -> tuple[int, Headers]:
    limit = settings.current().upload_limit_bytes
    said = {"tus-version": protocol.VERSION, "tus-extension": protocol.EXTENSIONS, "tus-max-size": str(limit)}
    return 204, said


async def _post(call: _Call) -> tuple[int, Headers]:
    now = settings.current()
    file = protocol.announced(
        call.headers.get("upload-length"), call.headers.get("upload-metadata"), limit=now.upload_limit_bytes
    )
    disk = await to_thread.run_sync(shutil.disk_usage, now.data)
    # The renditions of a lecture take about as much as its original.
    if disk.free < 2 * file.size:
        raise protocol.NoSpace()
    upload = await actions.begin_upload(
        call.actor,
        name=file.name,
        title=file.title,
        size=file.size,
        replaces=file.replaces,
        describes=file.describes,
    )
    headers = {"location": f"/uploads/{upload.code}", **_expiry(upload)}
    if file.size == 0:
        headers["upload-result"] = await _result(call, upload)
    return 201, headers


async def _head(call: _Call) -> tuple[int, Headers]:
    upload = await upload_for(call.actor, call.code)
    async with turn_of(upload.code):
        received = await actions.received_bytes(upload)
        said = {"upload-offset": str(received), "upload-length": str(upload.total_size), **_expiry(upload)}
        if received == upload.total_size:
            said["upload-result"] = await _result(call, upload)
    return 200, said


async def _patch(call: _Call) -> tuple[int, Headers]:
    upload = await upload_for(call.actor, call.code)
    async with turn_of(upload.code) as turn:
        received = await actions.received_bytes(upload)
        protocol.check_piece(call.headers.get("upload-offset"), call.headers.get("content-type", ""), received=received)
        if received + (announced_length(call.scope) or 0) > upload.total_size:
            raise protocol.TooLarge("More bytes came than were announced.")
        if received < upload.total_size:
            received = await append(places.staged(upload.code), call.receive, turn, total=upload.total_size)
        said = {"upload-offset": str(received), **_expiry(upload)}
        if received == upload.total_size:
            said["upload-result"] = await _result(call, upload)
    return 204, said


async def _delete(call: _Call) -> tuple[int, Headers]:
    upload = await upload_for(call.actor, call.code)
    async with turn_of(upload.code):
        await actions.drop_upload(call.actor, upload)
    return 204, {}


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
