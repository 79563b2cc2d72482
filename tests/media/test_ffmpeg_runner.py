"""The runner: limits, listeners, and no process left behind."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import pytest

from media.ffmpeg.confine import landlock_edition
from media.ffmpeg.runner import Bounds, Ended, ProgramMissing, Reach, find_program, run

BOUNDS = Bounds(wall_s=20, cpu_s=20)
walled = pytest.mark.skipif(not landlock_edition(), reason="this kernel has no Landlock")


def python(code: str) -> list[str]:
    return [os.path.realpath(sys.executable), "-c", code]


async def test_a_program_gets_its_limits_and_none_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_SECRET", "kept to ourselves")
    code = "import os, resource as r; print(os.nice(0), r.getrlimit(r.RLIMIT_CPU)[0], sorted(os.environ), os.getcwd())"
    done = await run(python(code), BOUNDS, Reach(tmp_path))
    assert done.ended is Ended.DONE
    assert done.output.decode().split() == ["10", "20", "['LANG',", "'PATH']", str(tmp_path)]


@walled
@pytest.mark.parametrize("forbidden", ["/etc/passwd", "/proc/1/environ", "{folder}/other.mp4"])
async def test_no_file_outside_its_reach_can_be_read(tmp_path: Path, forbidden: str) -> None:
    (tmp_path / "mine.mp4").write_text("mine")
    (tmp_path / "other.mp4").write_text("another person's recording")
    reach = Reach(tmp_path, reads=(tmp_path / "mine.mp4",))
    done = await run(["/bin/cat", "mine.mp4", forbidden.format(folder=tmp_path)], BOUNDS, reach)
    assert (done.ended, done.output) == (Ended.FAILED, b"mine")
    assert "Permission denied" in done.log_tail


@walled
async def test_nothing_is_written_where_only_reading_is_allowed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    done = await run(["/usr/bin/touch", "out/made", "stray"], BOUNDS, Reach(tmp_path, reads=(tmp_path,), writes=(out,)))
    assert done.ended is Ended.FAILED
    assert (os.listdir(tmp_path), os.listdir(out)) == (["out"], ["made"])


@walled
async def test_no_connection_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection({server.getsockname()!r})"
        done = await run(python(code), BOUNDS, Reach(tmp_path))
    assert "PermissionError" in done.log_tail


async def test_a_wall_limit_ends_the_whole_group(tmp_path: Path) -> None:
    done = await run(["/bin/sh", "-c", "sleep 60 & sleep 60"], Bounds(wall_s=1, cpu_s=5), Reach(tmp_path))
    assert done.ended is Ended.OUT_OF_TIME


async def test_a_flood_of_complaints_neither_blocks_nor_fills_memory(tmp_path: Path) -> None:
    code = "import sys; sys.stderr.write('x' * 1_000_000 + 'the end'); sys.exit(3)"
    done = await run(python(code), BOUNDS, Reach(tmp_path))
    assert done.ended is Ended.FAILED
    assert done.log_tail.endswith("the end")
    assert len(done.log_tail) == 16_384


async def test_memory_is_bounded(tmp_path: Path) -> None:
    done = await run(python("bytearray(6 * 1024**3)"), Bounds(wall_s=20, cpu_s=20, memory_bytes=2**28), Reach(tmp_path))
    assert done.ended is Ended.FAILED
    assert "MemoryError" in done.log_tail


async def test_cancelling_ends_a_program_that_ignores_politeness(tmp_path: Path) -> None:
    heard: asyncio.Queue[int] = asyncio.Queue()

    async def hear(line: str) -> None:
        heard.put_nowait(int(line))

    stubborn = ["/bin/sh", "-c", "trap '' TERM; echo $$; exec sleep 60"]
    task = asyncio.create_task(run(stubborn, BOUNDS, Reach(tmp_path), listener=hear))
    child = await asyncio.wait_for(heard.get(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_missing_program_is_named() -> None:
    with pytest.raises(ProgramMissing, match="ffprobe"):
        find_program("ffprobe", {"PATH": "/nowhere"})


def test_a_setting_wins_over_the_search_path() -> None:
    assert find_program("ffmpeg", {"ACADEMY_FFMPEG": "/opt/ffmpeg", "PATH": "/usr/bin"}) == "/opt/ffmpeg"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the number of the question differs elsewhere")
async def test_a_program_waits_for_others_at_the_disk(tmp_path: Path) -> None:
    code = "import ctypes; print(ctypes.CDLL(None).syscall(252, 1, 0))"
    assert (await run(python(code), BOUNDS, Reach(tmp_path))).output.strip() == str(2 << 13 | 7).encode()
