"""Files from plain forms: the way in for browsers without scripts, and for captions."""

import anyio
from litestar.datastructures import FormMultiDict, UploadFile

from academy import settings
from academy.actor import Actor
from academy.errors import Invalid
from media import actions, places
from media.access import upload_for
from media.rules.captions import MOST_BYTES
from media.rules.room import NoSpace, OverQuota
from media.uploads.protocol import plain_name, too_large

LIMIT = 200_000_000
"""Bytes. Above it a line that breaks costs too much: larger files come in pieces."""

_BLOCK = 1024 * 1024
_NOTHING = "Choose a file first."


async def receive(actor: Actor, form: FormMultiDict) -> str:
    """The asset made of the form's `file`; returns its code. Raises Invalid when there is none."""
    file = _file(form, "file")
    title, replaces, describes = (
        str(form.get(name) or "").strip()[:200] for name in ("title", "replaces", "describes")
    )
    name, size = plain_name(file.filename), await _size(file)
    try:
        upload = await actions.begin_upload(
            actor, name=name, title=title, size=size, replaces=replaces, describes=describes
        )
    except (NoSpace, OverQuota) as refusal:
        raise Invalid(fields={"file": refusal.sentence}) from refusal
    async with await anyio.open_file(places.staged(upload.code), "wb") as staged:
        while piece := await file.read(_BLOCK):
            await staged.write(piece)
    return await actions.accept_upload(actor, upload)


async def small_file(form: FormMultiDict, name: str) -> bytes:
    """The bytes of a caption file. Raises Invalid when there is none."""
    file = _file(form, name)
    return await file.read(MOST_BYTES + 1)


async def remove(actor: Actor, code: str) -> None:
    """Forget an upload of this person."""
    await actions.drop_upload(actor, await upload_for(actor, code))


def _file(form: FormMultiDict, name: str) -> UploadFile:
    file = form.get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid(fields={name: _NOTHING})
    return file


async def _size(file: UploadFile) -> int:
    end = file.file.seek(0, 2)
    file.file.seek(0)
    if end == 0:
        raise Invalid(fields={"file": "The file is empty. Copy or export the recording again."})
    if end > (limit := settings.current().upload_limit_bytes):
        raise Invalid(fields={"file": too_large(end, limit)})
    return end
