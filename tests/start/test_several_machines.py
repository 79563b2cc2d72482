"""Three machines: one serves, two run jobs; all they share is PostgreSQL, an S3-compatible store, a secret and keys."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from academy import settings, storage
from academy.db.engine import make_engine, opened
from academy.settings import Settings
from academy.sign_in.sessions import open_session
from tests.cast import make_cast
from tests.fakes.store import Store
from tests.media.recordings import ffmpeg
from tests.media.uploading import announce, send
from tests.start.processes import Academy, Program, until

pytestmark = pytest.mark.nightly
PREFIX = "several-machines"


@dataclass
class Machines:
    """Each on a data folder of its own."""

    web: Academy
    workers: list[Program]

    async def renderer(self) -> Program:
        """The worker that renders, once one does."""

        async def one_renders() -> bool:
            for worker in self.workers:
                assert worker.runs(), worker.log.read_text()[-2000:]
            return any(worker.renders() for worker in self.workers)

        await until(one_renders)
        return next(worker for worker in self.workers if worker.renders())


@pytest.fixture
async def machines(tmp_path: Path, postgresql_url: str, store_server: Store) -> AsyncIterator[Machines]:
    async with opened(make_engine(postgresql_url)):
        session = await open_session((await make_cast()).ines.id, "test")
    own = {"ACADEMY_SECRET": "s" * 48, "ACADEMY_KEYS": str(tmp_path / "keys")}
    shared = {**store_server.environ(PREFIX), "DATABASE_URL": postgresql_url, **own}
    web = Academy(tmp_path / "web", {**shared, "ACADEMY_WORKER": "apart"}, session)
    made = Machines(web, [Program("worker", tmp_path / name, shared) for name in ("one", "two")])
    await web.start()
    await asyncio.gather(*(worker.start() for worker in made.workers))
    yield made
    for worker in made.workers:
        await worker.kill()
    await web.close()


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Moving picture, so that rendering takes a while."""
    path = tmp_path_factory.mktemp("lecture") / "lecture.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25", "-f", "lavfi", "-i", "sine=440")
    ffmpeg(*picture, "-t", "20", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path))
    return path.read_bytes()


async def test_a_worker_that_dies_is_replaced_by_another_machine_and_files_play_from_the_store(
    machines: Machines, lecture: bytes, config: Settings, store_server: Store
) -> None:
    web = machines.web
    address = await announce(web.client, len(lecture))
    code = (await send(web.client, address, 0, lecture)).headers["upload-result"].removeprefix("/media/")
    assert list((web.data / "uploads").iterdir()) == []
    await (await machines.renderer()).kill()

    async def ready() -> bool:
        state = await web.state(code)
        assert state["state"] != "failed", state
        return state["state"] == "ready"

    await until(ready)
    settings.use(store_server.used_by(config, PREFIX))
    keys = await storage.keys_under(f"media/{code}/")
    assert len({key.split("/")[2] for key in keys}) == 2, "the original and one run"
    assert await storage.read(f"media/{code}/source") == lecture
    await plays(web.client, (await web.client.get(f"/media/{code}")).json()["playback"]["master_url"])


async def plays(client: httpx.AsyncClient, master: str) -> None:
    """As a player does: playlists from the academy, relative addresses, ranges, redirects to the store."""
    listed = await client.get(master)
    variant = urljoin(master, next(line for line in listed.text.splitlines() if line.endswith(".m3u8")))
    playlist = await client.get(variant)
    assert (listed.status_code, playlist.status_code) == (200, 200)
    segment = urljoin(variant, next(line for line in playlist.text.splitlines() if line.endswith(".m4s")))
    led = await client.get(segment, headers={"range": "bytes=0-99"})
    assert led.status_code == 307
    assert "no-store" not in led.headers["cache-control"]
    async with httpx.AsyncClient() as player:
        part = await player.get(led.headers["location"], headers={"range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    assert b"ftyp" in part.content
