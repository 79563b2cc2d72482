"""The extensions of tus 1.0, header by header."""

import base64
import hashlib
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

from academy import storage
from media import places, staging
from media.tables import MediaAsset, Upload
from media.uploads.pieces import Target, append
from media.uploads.protocol import PIECE_TYPE, Checksum, ChecksumWrong
from media.uploads.turns import Turn
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.media.uploading import TUS, announce, metadata, send

DATA = bytes(range(251)) * 9000


def checksum(piece: bytes, algorithm: str = "sha1") -> dict[str, str]:
    digest = base64.b64encode(hashlib.new(algorithm, piece).digest()).decode()
    return {**TUS, "upload-checksum": f"{algorithm} {digest}"}


def staged_bytes(address: str) -> bytes:
    return places.staged(address.removeprefix("/uploads/")).read_bytes()


async def test_options_name_what_is_offered(ines: httpx.AsyncClient) -> None:
    answer = await ines.options("/uploads")
    assert answer.status_code == 204
    offered = set(answer.headers["tus-extension"].split(","))
    assert offered == {"creation", "creation-with-upload", "checksum", "expiration", "termination"}
    assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"
    assert "upload-defer-length" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
async def test_another_version_is_refused_with_ours_and_nothing_happens(ines: httpx.AsyncClient, method: str) -> None:
    address = await announce(ines, 10)
    said = {"tus-resumable": "0.2.2", "upload-length": "5", "upload-offset": "0", "content-type": PIECE_TYPE}
    answer = await ines.request(method, "/uploads" if method == "POST" else address, headers=said, content=b"12345")
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert await Upload.count() == 1
    assert staged_bytes(address) == b""


async def test_a_head_repeats_what_the_client_said(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, 10, title="Leads and hits", camera="left")
    answer = await ines.head(address, headers=TUS)
    assert answer.headers["upload-metadata"] == metadata(filename="lecture.mp4", title="Leads and hits", camera="left")
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("0", "10")


@pytest.mark.parametrize(
    "said",
    [
        {"upload-defer-length": "1"},
        {"upload-length": "10", "upload-metadata": "title YQ==,title Yg=="},
        {"upload-length": "10", "upload-metadata": metadata(note="x" * 4000)},
        {"upload-length": "10", "upload-checksum": "crc32 AAAA"},
    ],
)
async def test_an_announcement_that_is_not_understood_makes_nothing(
    ines: httpx.AsyncClient, said: Mapping[str, str]
) -> None:
    answer = await ines.post("/uploads", headers={**TUS, **said})
    assert answer.status_code in {400, 422}
    assert await Upload.count() == 0


async def test_the_first_piece_comes_with_the_announcement(ines: httpx.AsyncClient) -> None:
    said = {**TUS, "upload-length": str(len(DATA)), "content-type": PIECE_TYPE}
    answer = await ines.post("/uploads", headers=said, content=DATA[:1000])
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "1000")
    assert "upload-expires" in answer.headers
    last = await send(ines, answer.headers["location"], 1000, DATA[1000:])
    assert last.headers["upload-result"].startswith("/media/")


async def test_a_whole_file_comes_with_its_announcement(ines: httpx.AsyncClient) -> None:
    said = {**checksum(DATA, "sha256"), "upload-length": str(len(DATA)), "content-type": PIECE_TYPE}
    answer = await ines.post("/uploads", headers=said, content=DATA)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(len(DATA)))
    asset = await MediaAsset.objects().first()
    assert asset is not None
    assert answer.headers["upload-result"] == f"/media/{asset.code}"
    assert await storage.read(asset.source_key) == DATA


async def test_a_damaged_first_piece_takes_its_upload_with_it(ines: httpx.AsyncClient) -> None:
    said = {**checksum(b"other"), "upload-length": "10", "content-type": PIECE_TYPE}
    answer = await ines.post("/uploads", headers=said, content=b"12345")
    assert answer.status_code == 460
    assert await Upload.count() == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_piece_that_fits_its_checksum_is_kept(ines: httpx.AsyncClient, algorithm: str) -> None:
    address = await announce(ines, len(DATA))
    first = await send(ines, address, 0, DATA[:3000], checksum(DATA[:3000], algorithm))
    assert (first.status_code, first.headers["upload-offset"]) == (204, "3000")
    rest = await send(ines, address, 3000, DATA[3000:], checksum(DATA[3000:], algorithm))
    assert (rest.status_code, "upload-result" in rest.headers) == (204, True)


@pytest.mark.parametrize("size", [5, 1_500_000])
async def test_nothing_of_a_damaged_piece_is_kept(ines: httpx.AsyncClient, size: int) -> None:
    address = await announce(ines, len(DATA))
    await send(ines, address, 0, DATA[:1000])
    damaged = await send(ines, address, 1000, DATA[1001 : 1001 + size], checksum(DATA[1000 : 1000 + size]))
    assert damaged.status_code == 460
    assert staged_bytes(address) == DATA[:1000]
    good = await send(ines, address, 1000, DATA[1000:], checksum(DATA[1000:]))
    assert "upload-result" in good.headers


@pytest.mark.parametrize("header", ["md5 AAAA", "sha1", "sha1 ???", ""])
async def test_a_checksum_nobody_can_check_is_refused(ines: httpx.AsyncClient, header: str) -> None:
    address = await announce(ines, 10)
    answer = await send(ines, address, 0, b"12345", {**TUS, "upload-checksum": header})
    assert answer.status_code in {400, 460}
    assert staged_bytes(address) == b""


async def test_a_piece_that_was_cut_off_before_it_was_verified_does_not_count(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, len(DATA))
    await send(ines, address, 0, DATA[:1000])
    path = places.staged(address.removeprefix("/uploads/"))
    async with staging.held(path) as file:
        kept = staging.unverified(path, file)
        kept.__enter__()  # and the process dies in it
        path.open("ab").write(b"not verified")
    assert (await ines.head(address, headers=TUS)).headers["upload-offset"] == "1000"
    assert "upload-result" in (await send(ines, address, 1000, DATA[1000:])).headers
    asset = await MediaAsset.objects().first()
    assert asset is not None
    assert await storage.read(asset.source_key) == DATA


async def test_expiry_is_said_and_moves_on_while_pieces_come(the_clock: Clock, cast: Cast, api_as: Browser) -> None:
    ines = await api_as(cast.ines)
    address = await announce(ines, len(DATA))
    said = (await ines.head(address, headers=TUS)).headers["upload-expires"]
    assert said == "Sat, 28 Nov 2026 08:12:00 GMT"
    the_clock.move(days=5)
    assert (await send(ines, address, 0, DATA[:10])).headers["upload-expires"] == "Thu, 03 Dec 2026 08:12:00 GMT"
    the_clock.move(days=8)
    late = await send(ines, address, 10, DATA[10:])
    assert late.status_code == 410


async def test_a_proxy_that_knows_no_patch_is_gone_around(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, len(DATA))
    said = {**TUS, "upload-offset": "0", "content-type": PIECE_TYPE, "x-http-method-override": "PATCH"}
    assert (await ines.post(address, content=DATA[:10], headers=said)).headers["upload-offset"] == "10"
    assert (await ines.post(address, headers={**TUS, "x-http-method-override": "DELETE"})).status_code == 204
    assert (await ines.head(address, headers=TUS)).status_code == 404


async def test_an_override_of_a_harmless_method_changes_nothing(ines: httpx.AsyncClient) -> None:
    address = await announce(ines, 10)
    await ines.head(address, headers={**TUS, "x-http-method-override": "DELETE"})
    assert (await ines.head(address, headers=TUS)).status_code == 200


@pytest.mark.parametrize(("checked", "kept"), [(True, 0), (False, 600)])
async def test_a_line_that_is_cut_leaves_what_came_or_with_a_checksum_nothing(
    tmp_path: Path, *, checked: bool, kept: int
) -> None:
    came = iter([{"type": "http.request", "body": DATA[:600], "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(came)

    target = Target(tmp_path / "staged", total=2000)
    target.path.touch()
    said = Checksum("sha1", hashlib.sha1(DATA[:1200]).digest()) if checked else None
    with pytest.raises(ChecksumWrong) if checked else nullcontext():
        await append(target, receive, Turn(), said)
    assert target.path.read_bytes() == DATA[:kept]
