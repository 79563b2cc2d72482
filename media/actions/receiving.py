"""From received bytes to an asset: the end of every upload, however it came in and whatever was killed on the way."""

from datetime import timedelta
from pathlib import Path

import anyio

from academy import audit, clock, storage
from academy.actor import Actor
from academy.audit import Subject
from academy.codes import new_code
from academy.db.work import writing
from academy.jobs import enqueue
from media import places
from media.access import own_asset_for
from media.actions.audited import Audited
from media.actions.preparing import check
from media.rules.lifecycle import AssetState
from media.rules.signature import HEAD_BYTES, family
from media.tables import Caption, MediaAsset, Upload

KEPT = timedelta(days=7)
"""An upload that is not finished by then is dropped."""

AUDIO_FAMILIES = frozenset({"mp3", "aac", "wav", "flac", "ogg"})


async def received_bytes(upload: Upload) -> int:
    """How much of an upload is here. The length of the staged file, nothing else; all once it lies in the store."""
    staged = anyio.Path(places.staged(upload.code))
    if await staged.exists():
        return (await staged.stat()).st_size
    return upload.total_size if await storage.exists(places.source_key(upload.code)) else 0


async def accept_upload(actor: Actor | None, upload: Upload) -> str:
    """Make an asset of a complete upload and have it checked; returns the asset's code.

    May be called again after a crash at any point: the asset takes the upload's code, so the file is found wherever it
    lay then. The same bytes from the same person are the asset that is there already.
    """
    if upload.asset:
        return await _code_of(int(upload.asset))
    key = places.source_key(upload.code)
    staged = places.staged(upload.code)
    if await anyio.Path(staged).exists():
        await storage.adopt(key, staged)
    sha256 = await storage.sha256(key)
    if (twin := await _twin(sha256, upload.person)) is not None:
        await _join(upload, twin)
        return twin.code
    await _add_asset(actor, upload, sha256=sha256)
    return upload.code


async def _code_of(asset_id: int) -> str:
    row = await MediaAsset.select(MediaAsset.code).where(MediaAsset.id == asset_id).first()
    assert row is not None, "an upload's asset is never deleted"
    return str(row["code"])


async def _twin(sha256: str, person_id: int) -> MediaAsset | None:
    return await MediaAsset.objects().where(MediaAsset.sha256 == sha256, MediaAsset.uploaded_by == person_id).first()


async def _join(upload: Upload, twin: MediaAsset) -> None:
    """The upload leads to the asset that was there; the second copy of its bytes goes."""
    await Upload.update({Upload.asset: twin.id}).where(Upload.id == upload.id)
    if twin.code != upload.code:
        await storage.delete(places.source_key(upload.code))


async def _add_asset(actor: Actor | None, upload: Upload, *, sha256: str) -> None:
    key = places.source_key(upload.code)
    head = b"".join([piece async for piece in storage.stream(key, 0, min(HEAD_BYTES, upload.total_size))])
    asset = MediaAsset(
        code=upload.code,
        title=upload.title,
        kind="audio" if family(head) in AUDIO_FAMILIES else "video",
        uploaded_by=upload.person,
        original_name=upload.original_name,
        size=upload.total_size,
        sha256=sha256,
        source_key=key,
        state=AssetState.UPLOADED,
        heartbeat_at=clock.now(),
        replaces=upload.replaces,
    )
    async with writing():
        await MediaAsset.insert(asset)
        await Upload.update({Upload.asset: asset.id}).where(Upload.id == upload.id)
        if upload.replaces:
            await _copy_captions(int(upload.replaces), asset.id)
        await audit.record(
            actor, Audited.UPLOADED, Subject("media_asset", asset.id), size=upload.total_size, by=upload.person
        )
        await enqueue(check, asset.id)


async def _copy_captions(old_id: int, new_id: int) -> None:
    """A replacement keeps the captions, to be looked at again: the cut may have moved."""
    for old in await Caption.objects().where(Caption.asset == old_id):
        await Caption.insert(
            Caption(
                asset=new_id,
                language=old.language,
                kind=old.kind,
                source="upload",
                body=old.body,
                cue_count=old.cue_count,
                doubts=old.doubts,
            )
        )


async def begin_upload(actor: Actor, *, name: str, title: str, size: int, replaces: str = "") -> Upload:
    """Make room for a file that comes in pieces. `replaces` is the code of an asset of the same person, or empty."""
    old = await own_asset_for(actor, replaces) if replaces else None
    now = clock.now()
    upload = Upload(
        code=new_code(),
        person=actor.id,
        title=title or (old.title if old else Path(name).stem),
        original_name=name,
        total_size=size,
        expires_at=now + KEPT,
        replaces=old.id if old else None,
    )
    staged = anyio.Path(places.staged(upload.code))
    await staged.parent.mkdir(parents=True, exist_ok=True)
    await staged.touch()
    async with writing():
        await Upload.insert(upload)
        await audit.record(actor, Audited.UPLOAD_BEGUN, Subject("upload", upload.id), size=size)
    return upload


async def drop_upload(actor: Actor | None, upload: Upload) -> None:
    """Forget an upload and the bytes it brought; an asset made of it stays."""
    async with writing():
        await Upload.delete().where(Upload.id == upload.id)
        await audit.record(actor, Audited.UPLOAD_DROPPED, Subject("upload", upload.id))
    await anyio.Path(places.staged(upload.code)).unlink(missing_ok=True)
    if upload.asset is None:
        await storage.delete(places.source_key(upload.code))
