"""The one place that starts ffmpeg and ffprobe: confined, drained, watched, and ended with its whole group."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

import msgspec

from academy import settings
from media.ffmpeg.confine import NO_WALLS
from media.ffmpeg.jail import Confines, Jail, JailMissing, behind, find_jail

LOG_BYTES: Final = 16_384
MOST_OUTPUT: Final = 4 * 1024**2
GRACE_SECONDS: Final = 5
_GIB: Final = 1024**3


class Bounds(msgspec.Struct, frozen=True):
    """What one run may use. A run past `wall_s` is ended by us, past `cpu_s` by the kernel."""

    wall_s: int
    cpu_s: int
    memory_bytes: int = 3 * _GIB
    file_bytes: int = 20 * _GIB


class Reach(msgspec.Struct, frozen=True):
    """Which files a run may touch besides the system's libraries. It starts in `folder`; that opens nothing."""

    folder: Path
    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()


class Ended(StrEnum):
    """Our own record of how a run ended: ffmpeg answers 255 to a signal as well as to an exhausted limit."""

    DONE = "done"
    FAILED = "failed"
    OUT_OF_TIME = "out_of_time"


class Run(msgspec.Struct, frozen=True):
    """A finished run: what it printed (unless a listener took it) and the last 16 KB it complained."""

    ended: Ended
    output: bytes
    log_tail: str


class ProgramMissing(Exception):
    """Neither a setting nor the search path leads to ffmpeg or ffprobe."""


Listener = Callable[[str], Awaitable[None]]


def find_program(name: Literal["ffmpeg", "ffprobe"], environ: Mapping[str, str] = os.environ) -> str:
    """The absolute path of ffmpeg or ffprobe: ACADEMY_FFMPEG / ACADEMY_FFPROBE, else the search path.

    Raises ProgramMissing, which is an operator's matter and not the recording's.
    """
    found = environ.get(f"ACADEMY_{name.upper()}") or shutil.which(name, path=environ.get("PATH"))
    if not found:
        raise ProgramMissing(f"{name} was not found. Install ffmpeg, or set ACADEMY_{name.upper()} to its path.")
    return os.path.abspath(found)  # links stay unresolved: some builds choose by the name they are called


def local(path: Path) -> str:
    """A file as ffmpeg should be told: by protocol and absolute, so that no name is taken for an option or address."""
    return f"file:{path.absolute()}"


async def run(
    command: Sequence[str],
    bounds: Bounds,
    reach: Reach,
    *,
    listener: Listener | None = None,
    jail: Jail | None = None,
) -> Run:
    """Run a program until it ends. The listener gets each printed line; cancelling ends the whole group.

    Raises JailMissing when this machine (or the `jail` given instead) has no walls, or those it has did not hold.
    """
    walls = jail if jail is not None else await asyncio.to_thread(find_jail)
    process = await _start(command, bounds, reach, walls)
    log = asyncio.create_task(_tail(_pipe(process.stderr)))
    output, ended = b"", Ended.OUT_OF_TIME
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(bounds.wall_s):
                output = await _listen(_pipe(process.stdout), listener)
                ended = Ended.FAILED if await process.wait() else Ended.DONE
    finally:
        await _end(process)
        log_tail = await log
    if process.returncode == NO_WALLS or (process.returncode and log_tail.startswith("bwrap: ")):
        raise JailMissing(f"The walls did not hold: {log_tail.strip()}")
    return Run(ended, output, log_tail)


async def _start(command: Sequence[str], bounds: Bounds, reach: Reach, jail: Jail) -> asyncio.subprocess.Process:
    if not jail.holds and settings.current().media_jail == "required":
        raise JailMissing
    return await asyncio.create_subprocess_exec(
        *behind(jail, _confines(bounds, reach), reach.folder, command),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        cwd=reach.folder,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    )


def _confines(bounds: Bounds, reach: Reach) -> Confines:
    # Thread stacks count as address space, so a machine with many cores needs more of it for the same work.
    return Confines(
        memory=bounds.memory_bytes + (os.cpu_count() or 1) * 128 * 1024**2,
        cpu=bounds.cpu_s,
        file=bounds.file_bytes,
        read=[str(path.absolute()) for path in reach.reads],
        write=[str(path.absolute()) for path in reach.writes],
    )


def _pipe(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    assert stream is not None, "the process was started with pipes"
    return stream


async def _tail(stream: asyncio.StreamReader) -> str:
    """Read to the end and keep the last part: a pipe nobody reads stops ffmpeg after 64 KB."""
    kept = b""
    while block := await stream.read(LOG_BYTES):
        kept = (kept + block)[-LOG_BYTES:]
    return kept.decode("utf-8", "replace")


async def _listen(stream: asyncio.StreamReader, listener: Listener | None) -> bytes:
    if listener is None:
        kept = b""
        while block := await stream.read(65_536):
            kept = (kept + block)[:MOST_OUTPUT]
        return kept
    while line := await stream.readline():
        await listener(line.decode("utf-8", "replace").strip())
    return b""


async def _end(process: asyncio.subprocess.Process) -> None:
    """TERM to the group, KILL after five seconds; nothing to do when it has ended."""
    if process.returncode is not None:
        return
    _signal_group(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(GRACE_SECONDS):
            await process.wait()
    except TimeoutError:
        _signal_group(process.pid, signal.SIGKILL)
        await process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it ended by itself in this very moment
        os.killpg(group, number)
