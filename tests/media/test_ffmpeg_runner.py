"""The runner: limits, listeners, and no process left behind."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from media.ffmpeg.confine import NICENESS
from media.ffmpeg.runner import Bounds, Ended, ProgramMissing, Reach, find_program, run

BOUNDS = Bounds(wall_s=20, cpu_s=20)


def python(code: str) -> list[str]:
    return [os.path.realpath(sys.executable), "-c", code]


async def test_a_program_gets_its_limits_and_none_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_SECRET", "kept to ourselves")
    code = "import os, resource as r; print(os.nice(0), r.getrlimit(r.RLIMIT_CPU)[0], *sorted(os.environ), os.getcwd())"
    done = await run(python(code), BOUNDS, Reach(tmp_path))
    assert done.ended is Ended.DONE
    words = [word for word in done.output.decode().split() if word != "PWD"]  # which bubblewrap sets
    assert words == [str(os.nice(0) + NICENESS), "20", "LANG", "PATH", str(tmp_path)]


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


def is_running(word: str) -> bool:
    return any(word in words_of(path) for path in Path("/proc").glob("[0-9]*/cmdline"))


def words_of(cmdline: Path) -> str:
    try:
        return cmdline.read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
        return ""


async def test_cancelling_ends_a_program_that_ignores_politeness(tmp_path: Path) -> None:
    heard = asyncio.Event()

    async def hear(line: str) -> None:
        heard.set()

    marked = f"{60 + os.getpid() / 1e7:.7f}"
    stubborn = ["/bin/sh", "-c", f"trap '' TERM; echo begun; exec sleep {marked}"]
    task = asyncio.create_task(run(stubborn, BOUNDS, Reach(tmp_path), listener=hear))
    await asyncio.wait_for(heard.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_running(marked)


def test_a_missing_program_is_named() -> None:
    with pytest.raises(ProgramMissing, match="ffprobe"):
        find_program("ffprobe", {"PATH": "/nowhere"})


def test_a_setting_wins_over_the_search_path() -> None:
    assert find_program("ffmpeg", {"ACADEMY_FFMPEG": "/opt/ffmpeg", "PATH": "/usr/bin"}) == "/opt/ffmpeg"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the number of the question differs elsewhere")
async def test_a_program_waits_for_others_at_the_disk(tmp_path: Path) -> None:
    code = "import ctypes; print(ctypes.CDLL(None).syscall(252, 1, 0))"
    assert (await run(python(code), BOUNDS, Reach(tmp_path))).output.strip() == str(2 << 13 | 7).encode()
