"""The whole academy as a process, killed without warning while it receives and while it renders a lecture."""

import asyncio
import hashlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from academy.db.engine import make_engine, opened
from academy.sign_in.sessions import COOKIE, open_session
from media.uploads.protocol import PIECE_TYPE
from tests.cast import make_cast
from tests.media.recordings import ffmpeg
from tests.media.uploading import TUS, announce, send

pytestmark = pytest.mark.start

ROOT = Path(__file__).parents[2]
PATIENCE = 240
"""Seconds for everything a test waits for, on a machine that does other things too."""


class Academy:
    """A served academy on a data folder of its own, and an instructor's program talking to it."""

    def __init__(self, data: Path, database_url: str, session: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.data = data
        self._environ = {**os.environ, "ACADEMY_DATA": str(data), "DATABASE_URL": database_url, "PORT": str(self.port)}
        origin = f"http://127.0.0.1:{self.port}"
        self.client = httpx.AsyncClient(base_url=origin, timeout=30, headers={"accept": "application/json"})
        self.client.cookies.set(COOKIE, session, domain="127.0.0.1")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        log = (self.data / "server.log").open("ab")
        call = "import sys, command; sys.exit(command.main())"
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", call, "serve", cwd=ROOT, env=self._environ, stdout=log, stderr=log
        )
        await until(self._answers)
        await self.client.get("/help", headers={"accept": "text/html"})
        self.client.headers["x-csrftoken"] = self.client.cookies.get("csrftoken") or ""

    async def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.returncode is None, (self.data / "server.log").read_text()[-2000:]
        try:
            return (await self.client.get("/health/live")).is_success
        except httpx.TransportError:
            return False

    async def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    def stop(self) -> None:
        """Ask the process to end in good order."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """What it ended with."""
        assert self._process is not None
        return await self._process.wait()

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()
        await self.client.aclose()

    async def state(self, code: str) -> dict[str, object]:
        return dict((await self.client.get(f"/media/{code}/state")).json())

    def programs(self) -> list[int]:
        """Process ids that work in this academy's scratch folder."""
        scratch = str(self.data / "scratch")
        return [int(link.parent.name) for link in Path("/proc").glob("[0-9]*/cwd") if _target(link).startswith(scratch)]


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until it holds: what is awaited happens in other processes."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - no event reaches us from there
            await asyncio.sleep(0.1)


@pytest.fixture
async def academy(tmp_path: Path, database_url: str) -> AsyncIterator[Academy]:
    async with opened(make_engine(database_url)):
        session = await open_session((await make_cast()).ines.id, "test")
    served = Academy(tmp_path, database_url, session)
    await served.start()
    yield served
    await served.close()


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Moving picture, so that rendering takes a while."""
    path = tmp_path_factory.mktemp("lecture") / "lecture.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25", "-f", "lavfi", "-i", "sine=440")
    ffmpeg(*picture, "-t", "40", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path))
    return path.read_bytes()


async def test_a_lecture_becomes_ready_although_the_academy_is_killed_while_rendering_it(
    academy: Academy, lecture: bytes
) -> None:
    address = await announce(academy.client, len(lecture))
    code = (await send(academy.client, address, 0, lecture)).headers["upload-result"].removeprefix("/media/")

    async def half_way() -> bool:
        state = await academy.state(code)
        return state["state"] == "transcoding" and int(str(state["percent"])) >= 10

    async def ready() -> bool:
        return (await academy.state(code))["state"] == "ready"

    async def no_program_left() -> bool:
        return not academy.programs()

    await until(half_way)
    assert academy.programs()
    await academy.kill()
    async with asyncio.timeout(10):
        await until(no_program_left)
    await academy.start()
    await until(ready)
    runs = {path.parent for path in (academy.data / "files" / "media" / code).rglob("master.m3u8")}
    assert len(runs) == 1


async def half_of(lecture: bytes) -> AsyncIterator[bytes]:
    """Half of a file, then a line that hangs."""
    for start in range(0, len(lecture) // 2, 65_536):
        yield lecture[start : start + 65_536]
    await asyncio.Event().wait()


async def test_an_upload_goes_on_byte_for_byte_after_the_academy_was_killed_in_it(
    academy: Academy, lecture: bytes
) -> None:
    address = await announce(academy.client, len(lecture))
    code = address.removeprefix("/uploads/")

    async def some_came() -> bool:
        return (academy.data / "uploads" / code).stat().st_size >= 2_000_000

    headers = {**TUS, "upload-offset": "0", "content-type": PIECE_TYPE}
    sending = asyncio.create_task(academy.client.patch(address, content=half_of(lecture), headers=headers))
    await until(some_came)
    await academy.kill()
    sending.cancel()  # whether it noticed the broken line depends on where it was
    await asyncio.gather(sending, return_exceptions=True)
    await academy.start()
    offset = int((await academy.client.head(address, headers=TUS)).headers["upload-offset"])
    assert offset >= 2_000_000
    await send(academy.client, address, offset, lecture[offset:])
    stored = (academy.data / "files" / "media" / code / "source").read_bytes()
    assert hashlib.sha256(stored).digest() == hashlib.sha256(lecture).digest()
