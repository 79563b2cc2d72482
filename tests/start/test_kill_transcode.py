"""The whole academy as a process, killed without warning while it receives and while it renders a lecture."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from academy.db.engine import make_engine, opened
from academy.sign_in.sessions import open_session
from media.uploads.protocol import PIECE_TYPE
from tests.cast import make_cast
from tests.media.recordings import ffmpeg
from tests.media.uploading import TUS, announce, send
from tests.start.processes import Academy, until

pytestmark = pytest.mark.start


@pytest.fixture
async def academy(tmp_path: Path, database_url: str) -> AsyncIterator[Academy]:
    async with opened(make_engine(database_url)):
        session = await open_session((await make_cast()).ines.id, "test")
    served = Academy(tmp_path, {"DATABASE_URL": database_url}, session)
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
        return not academy.renders()

    await until(half_way)
    assert academy.renders()
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
