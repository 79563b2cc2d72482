"""Uploads that find no room: over the person's quota, on a full disk, or in another process's hands."""

import errno
import fcntl
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import settings, storage
from academy.settings import Settings
from media import places, staging
from media.actions import tidying
from media.rules.room import NoSpace, OverQuota, check_disk, check_quota
from media.tables import MediaAsset, Upload
from tests.conftest import Clock
from tests.media.uploading import TUS, announce, metadata, send, upload

DATA = bytes(range(251)) * 9000
MANY = 12_000_000
sizes = st.integers(0, 10**12)


@given(sizes, sizes, sizes)
def test_a_quota_is_passed_exactly_when_the_sum_is_larger(size: int, used: int, quota: int) -> None:
    if quota and used + size > quota:
        with pytest.raises(OverQuota):
            check_quota(size, used=used, quota=quota)
    else:
        check_quota(size, used=used, quota=quota)


@given(sizes, sizes, sizes)
def test_what_others_were_promised_is_not_promised_again(size: int, free: int, still_coming: int) -> None:
    if free < still_coming + 2 * size:
        with pytest.raises(NoSpace):
            check_disk(size, free=free, still_coming=still_coming, copies=2)
    else:
        check_disk(size, free=free, still_coming=still_coming, copies=2)


async def refused(client: httpx.AsyncClient, size: int) -> tuple[int, str]:
    said = {**TUS, "upload-length": str(size), "upload-metadata": metadata(filename="a.mp4")}
    answer = await client.post("/uploads", headers={**said, "accept": "application/json"})
    return answer.status_code, answer.json()["detail"]


async def test_open_uploads_and_originals_count_towards_the_quota(ines: httpx.AsyncClient, config: Settings) -> None:
    settings.use(msgspec.structs.replace(config, upload_quota_bytes=3 * len(DATA)))
    await upload(ines, DATA)
    open_one = await announce(ines, len(DATA))
    status, sentence = await refused(ines, len(DATA) + 1)
    assert status == 413
    assert "your recordings take 4.5 MB of the 6.8 MB" in sentence
    await ines.delete(open_one, headers=TUS)
    assert (await announce(ines, len(DATA) + 1)).startswith("/uploads/")


async def test_a_plain_form_over_the_quota_says_so_beside_the_field(ines: httpx.AsyncClient, config: Settings) -> None:
    settings.use(msgspec.structs.replace(config, upload_quota_bytes=1000))
    answer = await ines.post("/media", files={"file": ("a.mp4", DATA)})
    assert answer.status_code == 422
    assert "one person may use" in answer.text
    assert await Upload.count() == 0


async def test_a_file_the_disk_cannot_hold_is_not_begun(ines: httpx.AsyncClient, config: Settings) -> None:
    disk = os.statvfs(config.data)
    most = disk.f_bavail * disk.f_frsize
    settings.use(msgspec.structs.replace(config, upload_limit_bytes=2 * most, upload_quota_bytes=0))
    status, sentence = await refused(ines, most)
    assert status == 507
    assert "nearly full" in sentence
    # Far from the border: others fill and empty this disk meanwhile.
    await announce(ines, most * 2 // 5)
    assert (await refused(ines, most * 2 // 5))[0] == 507


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The system refuses to let any file of this process grow beyond `size`, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_disk_that_fills_up_in_a_piece_keeps_what_it_took(ines: httpx.AsyncClient) -> None:
    data = DATA * (MANY // len(DATA) + 1)
    address = await announce(ines, len(data))
    with files_no_longer_than(MANY):
        full = await send(ines, address, 0, data, {**TUS, "accept": "application/json"})
    assert (full.status_code, full.json()["code"]) == (507, "disk_full")
    assert (await ines.head(address, headers=TUS)).headers["upload-offset"] == str(MANY)
    assert "upload-result" in (await send(ines, address, MANY, data[MANY:])).headers
    asset = await MediaAsset.objects().first()
    assert asset is not None
    assert await storage.read(asset.source_key) == data


async def test_the_system_saying_no_space_left_is_a_refusal_and_no_fault(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, 10)
    path = places.staged(address.removeprefix("/uploads/"))
    path.unlink()
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        path.write_bytes(b"x")
    assert (await send(ines, address, 0, b"12345")).status_code == 507


async def test_while_another_process_writes_a_piece_waits_and_is_then_refused(
    ines: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "PATIENCE_SECONDS", 0.2)
    address = await announce(ines, len(DATA))
    with places.staged(address.removeprefix("/uploads/")).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        busy = await send(ines, address, 0, DATA, {**TUS, "accept": "application/json"})
    assert (busy.status_code, busy.json()["code"]) == (423, "upload_busy")
    assert "upload-result" in (await send(ines, address, 0, DATA)).headers


async def test_bytes_that_are_on_no_disk_here_are_not_found(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, 10)
    places.staged(address.removeprefix("/uploads/")).unlink()
    assert (await ines.head(address, headers=TUS)).status_code == 404
    assert (await send(ines, address, 0, b"12345")).status_code == 404


async def test_the_sweep_removes_staged_bytes_that_no_upload_knows(ines: httpx.AsyncClient, the_clock: Clock) -> None:
    address = await announce(ines, 10)
    known = places.staged(address.removeprefix("/uploads/"))
    forgotten = known.with_name("forgotten")
    forgotten.write_bytes(b"1")
    for path in (known, forgotten):
        os.utime(path, (the_clock.now.timestamp(),) * 2)
    await tidying.clear_staged()
    assert forgotten.exists()
    the_clock.move(hours=2)
    await tidying.clear_staged()
    assert (known.exists(), forgotten.exists()) == (True, False)


@pytest.mark.usefixtures("each_store")
async def test_the_sweep_removes_stored_files_that_no_row_knows(ines: httpx.AsyncClient) -> None:
    code = await upload(ines, DATA)
    run = f"media/{code}/hls-published"
    await MediaAsset.update({MediaAsset.state: "ready", MediaAsset.master_key: f"{run}/master.m3u8"}).where(
        MediaAsset.code == code
    )
    for key in (f"{run}/master.m3u8", f"media/{code}/hls-cutoff/s.m4s", "media/nobody/source", "other/file"):
        await storage.put(key, b"1")
    await tidying.clear_store()
    assert len(await storage.keys_under("media/")) == 4
    await tidying.clear_store(older_than=timedelta(seconds=-60))
    assert await storage.keys_under("") == [f"{run}/master.m3u8", f"media/{code}/source", "other/file"]
