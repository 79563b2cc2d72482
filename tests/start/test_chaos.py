"""Large lectures on a bad day: server and worker are killed and lines are cut at random moments, and nothing is lost.

CHAOS_KILLS and CHAOS_CUTS say how often, CHAOS_SEED repeats a day (the moments still depend on the machine).
"""

import asyncio
import hashlib
import os
import random
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from anyio import to_thread

from academy import clock, settings, storage
from academy.db.engine import make_engine, opened
from academy.settings import Settings
from academy.sign_in.sessions import open_session
from media.actions import steering, tidying
from media.tables import MediaAsset
from media.uploads.protocol import PIECE_TYPE
from tests.cast import make_cast
from tests.media.recordings import H264, PICTURE, TONE, ffmpeg
from tests.media.uploading import TUS, metadata, padded
from tests.start.processes import Academy, Program, until

SIZE = int(os.environ.get("CHAOS_BYTES", "200_000_000"))
PIECE = 8 * 1024 * 1024
BYTES_PER_SECOND = 20_000_000
PART = 256 * 1024
LONGEST_CALM = 4.0
"""Seconds between two kills, at most."""


class Day:
    """How many misfortunes are left, and what happened."""

    def __init__(self, kills: int, cuts: int) -> None:
        seed = int(os.environ.get("CHAOS_SEED", random.randrange(10**6)))
        print(f"CHAOS_SEED={seed}")
        self.random = random.Random(seed)
        self.kills = kills
        self.cuts = cuts
        self.half_published: list[str] = []

    @property
    def over(self) -> bool:
        return self.kills <= 0 and self.cuts <= 0


class Place:
    """A served academy and its worker on one folder, and the film that is sent to it again and again."""

    def __init__(self, web: Academy, worker: Program, film: Path) -> None:
        self.web = web
        self.worker = worker
        self.film = film

    async def kill_some(self, day: Day) -> None:
        """One or the other dies now and then and is started again."""
        while day.kills > 0:
            await asyncio.sleep(day.random.uniform(0.1, LONGEST_CALM))
            # The server takes a while to be back; meanwhile nothing else may die, or nothing would ever be under way.
            victim = day.random.choice((self.web, self.worker, self.worker))
            await victim.kill()
            day.kills -= 1
            print(f"killed {victim.what}, {day.kills} kills left", flush=True)
            await victim.start()

    async def send(self, file: bytes, day: Day) -> str:
        """As the browser's client does: ask where it stood, go on from there, whatever happened; the asset's code."""
        address = await self._announced(len(file))
        while True:
            try:
                offset, result = await self._standing(address)
                if result:
                    return result.removeprefix("/media/")
                await self._piece(address, file[offset : offset + PIECE], offset, day)
            except (httpx.TransportError, LineCut):
                await asyncio.sleep(0.2)

    async def _announced(self, size: int) -> str:
        said = {**TUS, "upload-length": str(size), "upload-metadata": metadata(filename="lecture.mp4")}
        while True:
            try:
                answer = await self.web.client.post("/uploads", headers=said)
            except httpx.TransportError:
                await asyncio.sleep(0.2)
            else:
                assert answer.status_code == 201, answer.text
                return answer.headers["location"]

    async def _standing(self, address: str) -> tuple[int, str]:
        answer = await self.web.client.head(address, headers=TUS)
        if answer.status_code == 423:
            raise LineCut
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"]), answer.headers.get("upload-result", "")

    async def _piece(self, address: str, piece: bytes, offset: int, day: Day) -> None:
        cut = day.random.randrange(len(piece)) if day.cuts > 0 and day.random.random() < 0.5 else None
        day.cuts -= cut is not None
        said = {**TUS, "upload-offset": str(offset), "content-type": PIECE_TYPE, "content-length": str(len(piece))}
        answer = await self.web.client.patch(address, content=parts(piece, cut), headers=said)
        assert answer.status_code in {204, 409, 423}, answer.text


class LineCut(Exception):
    """The client's line broke, or somebody else is still at it: try again."""


async def parts(piece: bytes, cut: int | None) -> AsyncIterator[bytes]:
    """A piece at the speed of the line, up to where that is cut."""
    for start in range(0, len(piece), PART):
        if cut is not None and start >= cut:
            raise LineCut
        yield piece[start : start + PART]
        await asyncio.sleep(PART / BYTES_PER_SECOND)


async def watch(files: Path, day: Day) -> None:
    """Whenever a lecture is ready, all its files are there."""
    while True:
        rows = await MediaAsset.select(MediaAsset.master_key).where(MediaAsset.state == "ready")
        day.half_published += [row["master_key"] for row in rows if not whole(files / row["master_key"])]
        await asyncio.sleep(0.2)


def whole(playlist: Path) -> bool:
    """Whether everything a playlist names is there, to the last byte."""
    if not playlist.exists():
        return False
    text = playlist.read_text()
    named = [*re.findall(r"^[^#\s].*$", text, re.MULTILINE), *re.findall(r'URI="([^"]+)"', text)]
    ranges = re.findall(r"(\d+)@(\d+)", text)
    longest = max((int(size) + int(start) for size, start in ranges), default=0)
    children = [playlist.parent / name for name in named]
    return all(whole(child) if child.suffix == ".m3u8" else _holds(child, longest) for child in children)


def _holds(path: Path, size: int) -> bool:
    return path.exists() and path.stat().st_size >= size


@pytest.fixture
async def place(tmp_path: Path, database_url: str) -> AsyncIterator[Place]:
    async with opened(make_engine(database_url)):
        session = await open_session((await make_cast()).ines.id, "test")
    environ = {"DATABASE_URL": database_url, "ACADEMY_WORKER": "apart"}
    film = tmp_path / "film.mp4"
    ffmpeg(*PICTURE, *TONE, "-t", "4", *H264, str(film))
    made = Place(Academy(tmp_path, environ, session), Program("worker", tmp_path, environ), film)
    await made.web.start()
    await made.worker.start()
    yield made
    await made.worker.kill()
    await made.web.close()


async def survive(place: Place, day: Day, database_url: str) -> list[str]:
    """Lectures, one after the other, until the day's misfortunes are over; their codes."""
    codes: list[str] = []
    async with opened(make_engine(database_url)), asyncio.TaskGroup() as group:
        watching = group.create_task(watch(place.web.data / "files", day))
        killing = group.create_task(place.kill_some(day))
        while not (day.over and codes):
            codes.append(await one_lecture(place, day))
            print(f"{len(codes)} lectures; {day.kills} kills and {day.cuts} cuts left", flush=True)
        await killing
        watching.cancel()
    return codes


async def one_lecture(place: Place, day: Day) -> str:
    """Sent, byte for byte, and ready."""
    file = padded(place.film, place.web.data / "lecture.mp4", size=SIZE)
    code = await place.send(await to_thread.run_sync(file.read_bytes), day)
    stored = place.web.data / "files" / "media" / code / "source"
    assert digest(stored) == digest(file)

    async def ready() -> bool:
        asset = await MediaAsset.objects().where(MediaAsset.code == code).first()
        assert asset is not None
        if asset.state == "failed":
            # A job that dies with its worker again and again is given up; the page then says to try again.
            assert asset.failure == "our_fault", asset.failure_note
            print(f"{code} was given up and is tried again")
            await try_again(place, code)
        return bool(asset.state == "ready")

    await until(ready)
    return code


async def try_again(place: Place, code: str) -> None:
    with suppress(httpx.TransportError):
        await place.web.client.post(f"/media/{code}/retry")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def left_over(codes: list[str], data: Path, database_url: str) -> list[str]:
    """What lies in store, staging and scratch after the sweep of next week and belongs to none of the lectures."""
    later = clock.now() + timedelta(days=8)
    async with opened(make_engine(database_url)):
        with clock.clock_set_to(lambda: later):
            await tidying.finish_or_drop_uploads()
            await tidying.clear_staged()
            await tidying.clear_store()
            await steering.clear_scratch()
        runs = await MediaAsset.select(MediaAsset.master_key).output(as_list=True)
    known = (*(f"media/{code}/source" for code in codes), *(key.rpartition("/")[0] for key in runs))
    files = [key for key in await storage.keys_under("") if not key.startswith(known)]
    return files + [str(path) for name in ("uploads", "scratch") for path in (data / name).glob("*")]


@pytest.mark.parametrize(
    "misfortunes",
    [pytest.param(4, marks=pytest.mark.start), pytest.param(50, marks=pytest.mark.nightly)],
)
async def test_lectures_arrive_and_become_ready_whatever_dies(
    place: Place, database_url: str, config: Settings, misfortunes: int
) -> None:
    kills, cuts = (int(os.environ.get(name, misfortunes)) for name in ("CHAOS_KILLS", "CHAOS_CUTS"))
    day = Day(kills, cuts)
    codes = await survive(place, day, database_url)
    await place.worker.kill()
    await place.web.kill()
    assert (day.kills, day.cuts) == (0, 0)
    assert day.half_published == []
    settings.use(msgspec.structs.replace(config, data=place.web.data, database_url=database_url))
    assert await left_over(codes, place.web.data, database_url) == []
