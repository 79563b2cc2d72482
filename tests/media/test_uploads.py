"""Resumable uploads over HTTP: every byte counted by the staged file, whoever breaks off."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from academy import storage
from academy.jobs import sweep
from academy.settings import Settings
from media import places
from media.actions import tidying
from media.tables import MediaAsset, Upload
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.media.uploading import TUS, announce, metadata, send, upload

DATA = bytes(range(251)) * 9000


async def offset_of(client: httpx.AsyncClient, address: str) -> int:
    answer = await client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


async def test_a_file_in_pieces_arrives_whole(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, len(DATA), title="Leads and hits")
    first = await send(ines, address, 0, DATA[:1000])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "1000")
    assert await offset_of(ines, address) == 1000
    last = await send(ines, address, 1000, DATA[1000:])
    code = last.headers["upload-result"].removeprefix("/media/")
    asset = await MediaAsset.objects().where(MediaAsset.code == code).first()
    assert asset is not None
    assert (asset.title, asset.original_name, asset.size) == ("Leads and hits", "lecture.mp4", len(DATA))
    assert await storage.read(asset.source_key) == DATA


async def test_options_tell_what_is_possible(ines: httpx.AsyncClient, config: Settings) -> None:
    answer = await ines.options("/uploads")
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(config.upload_limit_bytes)


@pytest.mark.parametrize("offset", [0, 999, 1001])
async def test_a_piece_at_the_wrong_place_is_refused_and_changes_nothing(ines: httpx.AsyncClient, offset: int) -> None:
    address = await announce(ines, len(DATA))
    await send(ines, address, 0, DATA[:1000])
    assert (await send(ines, address, offset, b"x")).status_code == 409
    assert await offset_of(ines, address) == 1000


async def test_more_bytes_than_announced_are_refused(ines: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield DATA[:600]
        yield DATA[:600]

    address = await announce(ines, 1000)
    assert (await send(ines, address, 0, DATA[:1001])).status_code == 413
    said = {**TUS, "upload-offset": "0", "content-type": "application/offset+octet-stream"}
    assert (await ines.patch(address, content=endless(), headers=said)).status_code == 413
    assert await offset_of(ines, address) <= 1000


async def test_a_file_above_the_limit_is_refused_with_a_sentence(ines: httpx.AsyncClient, config: Settings) -> None:
    said = {"upload-length": str(config.upload_limit_bytes + 1), "upload-metadata": metadata(filename="a.mp4")}
    answer = await ines.post("/uploads", headers={**TUS, **said, "accept": "application/json"})
    assert answer.status_code == 413
    assert "5.4 GB" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"tus-resumable": "0.2.1"}, 412), ({"upload-length": "many"}, 422), ({"upload-metadata": "filename ä"}, 422)],
)
async def test_headers_that_cannot_be_read_are_refused(
    ines: httpx.AsyncClient, changed: dict[str, str], status: int
) -> None:
    said = {**TUS, "upload-length": "10", "upload-metadata": metadata(filename="a.mp4"), **changed}
    raw = [(name.encode(), value.encode()) for name, value in said.items()]
    assert (await ines.post("/uploads", headers=raw)).status_code == status


async def test_nobody_else_sees_or_touches_an_upload(ines: httpx.AsyncClient, cast: Cast, browser_as: Browser) -> None:
    address = await announce(ines, 10)
    learner = await browser_as(cast.maria)
    assert (await learner.head(address, headers=TUS)).status_code == 403
    assert (await send(learner, address, 0, b"x")).status_code == 403
    nobody = await browser_as(None)
    assert (await send(nobody, address, 0, b"x", {**TUS, "accept": "application/json"})).status_code == 401
    await Upload.update({Upload.person: cast.ada.id}).where(Upload.person == cast.ines.id)
    assert (await ines.head(address, headers=TUS)).status_code == 404
    assert (await send(ines, address, 0, b"x")).status_code == 404
    assert (await ines.delete(address, headers=TUS)).status_code == 404


async def test_a_request_without_the_form_token_is_refused(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, 10)
    del ines.headers["x-csrftoken"]
    assert (await send(ines, address, 0, b"x")).status_code == 403


async def test_a_newer_request_takes_over_from_one_that_hangs(ines: httpx.AsyncClient) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def hanging() -> AsyncIterator[bytes]:
        yield DATA[:5000]
        begun.set()
        await never.wait()

    address = await announce(ines, len(DATA))
    said = {**TUS, "upload-offset": "0", "content-type": "application/offset+octet-stream"}
    old = asyncio.create_task(ines.patch(address, content=hanging(), headers=said))
    await begun.wait()
    async with asyncio.timeout(10):
        offset = await offset_of(ines, address)
        done = await send(ines, address, offset, DATA[offset:])
        await old
    assert "upload-result" in done.headers


async def test_the_same_bytes_again_lead_to_the_recording_that_is_there(ines: httpx.AsyncClient) -> None:
    first = await upload(ines, DATA)
    again = await announce(ines, len(DATA))
    assert (await send(ines, again, 0, DATA)).headers["upload-result"] == f"/media/{first}"
    asked = await ines.head(again, headers=TUS)  # as after an answer that was lost
    assert (asked.headers["upload-offset"], asked.headers["upload-result"]) == (str(len(DATA)), f"/media/{first}")
    assert await MediaAsset.count() == 1


async def test_a_dropped_upload_leaves_nothing(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, 10)
    assert (await ines.delete(address, headers=TUS)).status_code == 204
    assert (await ines.head(address, headers=TUS)).status_code == 404
    assert not places.staged(address.removeprefix("/uploads/")).exists()


async def test_a_crash_between_the_last_byte_and_the_recording_is_made_good(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, len(DATA))
    code = address.removeprefix("/uploads/")
    places.staged(code).write_bytes(DATA)
    await sweep()
    answer = await ines.head(address, headers=TUS)
    assert answer.headers["upload-result"] == f"/media/{code}"


async def test_a_crash_after_the_file_was_stored_is_made_good(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, len(DATA))
    code = address.removeprefix("/uploads/")
    places.staged(code).write_bytes(DATA)
    await storage.adopt(places.source_key(code), places.staged(code))
    answer = await ines.head(address, headers=TUS)
    assert (answer.headers["upload-offset"], answer.headers["upload-result"]) == (str(len(DATA)), f"/media/{code}")


async def test_what_nobody_went_on_with_is_dropped_after_a_week(ines: httpx.AsyncClient, the_clock: Clock) -> None:
    address = await announce(ines, 10)
    the_clock.move(days=8)
    await tidying.finish_or_drop_uploads()
    assert await Upload.count() == 0
    assert not places.staged(address.removeprefix("/uploads/")).exists()
