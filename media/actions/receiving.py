"""From received bytes to an asset: the end of every upload, however it came in and whatever was killed on the way."""

import shutil
from datetime import timedelta
from pathlib import Path

import anyio
from anyio import to_thread

from academy import audit, clock, settings, storage
from academy.actor import Actor
from academy.audit import Subject
from academy.codes import new_code
from academy.db.refusals import AlreadyExists
from academy.db.work import writing
from academy.errors import Invalid
from academy.jobs import enqueue
from media import places, staging
from media.access import own_asset_for
from media.actions.audited import Audited
from media.actions.preparing import check
from media.rules.lifecycle import AssetState
from media.rules.room import check_disk, check_quota
from media.rules.signature import HEAD_BYTES, family
from media.rules.tracks import DESCRIPTION
from media.tables import Caption, MediaAsset, Upload

KEPT = timedelta(days=7)
"""An upload that nobody went on with for this long is dropped."""
PROLONGED_EVERY = timedelta(days=1)
"""How exactly that is counted: pieces come every few seconds, and the row need not be written for each."""

AUDIO_FAMILIES = frozenset({"mp3", "aac", "wav", "flac", "ogg"})


async def received_bytes(upload: Upload) -> int | None:
    """How much of an upload is here. The length of the staged file, nothing else; all once it lies in the store.

    None when this machine has nothing of it, because another received it or the disk was lost.
    """
    held = upload.total_size if upload.asset else staging.length(places.staged(upload.code))
    if held is None and await storage.exists(places.source_key(upload.code)):
        return upload.total_size
    return held


async def accept_upload(actor: Actor | None, upload: Upload, *, patience: float | None = None) -> str:
    """Make an asset of a complete upload and have it checked; returns the asset's code.

    May be called again after a crash at any point, or in two processes at once: the asset takes the upload's code, so
    the file is found wherever it lay then. The same bytes from the same person are the asset that is there already.
    Raises Busy when another process is at it for longer than `patience` seconds, or as long as `staging` waits.
    """
    if upload.asset:
        return await _code_of(int(upload.asset))
    sha256 = await _stored(upload, patience=patience)
    if not upload.describes and (twin := await _twin(sha256, upload.person)) is not None:
        await _join(upload, twin)
        return twin.code
    try:
        await _add_asset(actor, upload, sha256=sha256)
    except AlreadyExists:
        if not await MediaAsset.exists().where(MediaAsset.code == upload.code):
            raise
    return upload.code


async def _stored(upload: Upload, *, patience: float | None) -> str:
    """Bring the received bytes into the store; returns their digest. Fine if that has happened."""
    key, staged = places.source_key(upload.code), places.staged(upload.code)
    try:
        async with staging.held(staged, patience=patience):
            # Before it moves: an S3-compatible store would have to send all of it back.
            digest = await to_thread.run_sync(storage.file_sha256, staged)
            await storage.adopt(key, staged)
            return digest
    except FileNotFoundError:
        return await storage.sha256(key)


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
        describes=upload.describes,
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


async def begin_upload(
    actor: Actor,
    *,
    name: str,
    title: str,
    size: int,
    replaces: str = "",
    describes: str = "",
    metadata: str = "",
) -> Upload:
    """Make room for a file that comes in pieces. `replaces` is the code of an asset of the same person, or empty.

    `describes`: the same, for the sound file that becomes its audio description. Raises Invalid for a sound lecture,
    OverQuota and NoSpace. Two files announced in the same instant may pass the quota together.
    """
    old = await own_asset_for(actor, replaces) if replaces else None
    lecture = await _describable(actor, describes) if describes else None
    await _check_room(actor, size)
    upload = Upload(
        code=new_code(),
        person=actor.id,
        title=title or (old.title if old else described_title(lecture.title) if lecture else Path(name).stem),
        original_name=name,
        total_size=size,
        metadata=metadata,
        expires_at=clock.now() + KEPT,
        replaces=old.id if old else None,
        describes=lecture.id if lecture else None,
    )
    staged = anyio.Path(places.staged(upload.code))
    await staged.parent.mkdir(parents=True, exist_ok=True)
    await staged.touch()
    async with writing():
        await Upload.insert(upload)
        await audit.record(actor, Audited.UPLOAD_BEGUN, Subject("upload", upload.id), size=size)
    return upload


async def _describable(actor: Actor, code: str) -> MediaAsset:
    lecture = await own_asset_for(actor, code)
    if lecture.kind == "audio" or lecture.describes:
        raise Invalid(fields={"describes": "There is no picture to describe: this is a sound recording."})
    return lecture


def described_title(title: str) -> str:
    """How the audio description of a lecture is called in the library."""
    return f"{title[:170]}: {DESCRIPTION.lower()}"


async def _check_room(actor: Actor, size: int) -> None:
    now = settings.current()
    waiting = await Upload.select(Upload.code, Upload.total_size, Upload.person).where(Upload.asset.is_null())
    theirs = sum(row["total_size"] for row in waiting if row["person"] == actor.id)
    check_quota(size, used=theirs + await _originals_of(actor), quota=now.upload_quota_bytes)
    here = {row["code"]: staging.length(places.staged(row["code"])) for row in waiting}
    still_coming = sum(row["total_size"] - (here[row["code"]] or 0) for row in waiting if here[row["code"]] is not None)
    free = (await to_thread.run_sync(shutil.disk_usage, now.data)).free
    # In a folder store what is made of a lecture takes about as much as its original.
    check_disk(size, free=free, still_coming=still_coming, copies=1 if now.storage_url else 2)


async def _originals_of(actor: Actor) -> int:
    sizes = await MediaAsset.select(MediaAsset.size).where(MediaAsset.uploaded_by == actor.id).output(as_list=True)
    return sum(sizes)


async def prolong(upload: Upload) -> None:
    """An upload that goes on is kept longer."""
    until = clock.now() + KEPT
    if upload.expires_at < until - PROLONGED_EVERY:
        await Upload.update({Upload.expires_at: until}).where(Upload.id == upload.id)
        upload.expires_at = until


async def drop_upload(actor: Actor | None, upload: Upload) -> None:
    """Forget an upload and the bytes it brought; an asset made of it stays."""
    async with writing():
        await Upload.delete().where(Upload.id == upload.id)
        await audit.record(actor, Audited.UPLOAD_DROPPED, Subject("upload", upload.id))
    await to_thread.run_sync(staging.remove, places.staged(upload.code))
    if upload.asset is None:
        await storage.delete(places.source_key(upload.code))
