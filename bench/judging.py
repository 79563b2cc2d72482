"""What judging a recording of one gigabyte costs, and what our Python and jail add to a bare ffmpeg."""

import asyncio
import os
import resource
import shutil
import statistics
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.orphans import adopt_orphans, bury_orphans
from media.ffmpeg import probe
from media.ffmpeg.confine import NICENESS
from media.ffmpeg.graph import render_arguments
from media.ffmpeg.jail import find_jail
from media.ffmpeg.render import bounds
from media.ffmpeg.runner import Ended, Reach, find_program, run
from media.rules.ladder import RenditionPlan, plan
from media.rules.source import Decision, Limits, judge

PART_SECONDS = 6
GIGABYTE = 1_000_000_000
ROUNDS = 3
PAIRS = 7


def figures(folder: Path) -> dict[str, float]:
    """CPU seconds to judge a file of 1 GB, and the percentage that our runner and jail add to the bare render command.

    Call it outside a running loop, with settings in use. Both are sums of user and system time of this process and its
    children; rendering is measured in pairs, side by side, and the pair in the middle counts.
    """
    adopt_orphans()
    part = _recorded(folder / "part.mp4")
    large = _repeated(part, folder / "large.mp4")
    find_jail()  # tried once per process, not once per file
    judging = min(asyncio.run(_spent(lambda: _judge(large))) for _ in range(ROUNDS))
    return {
        "judge_1gb_cpu_s": round(judging, 2),
        "jail_overhead_percent": round(asyncio.run(_overhead(part, folder)), 1),
    }


def _recorded(path: Path) -> Path:
    """Slides with camera noise at the rate of a good camera."""
    picture = ["-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30", "-f", "lavfi", "-i", "sine=440:r=48000"]
    rate = ["-b:v", "8M", "-maxrate", "8M", "-bufsize", "8M", "-g", "60", "-pix_fmt", "yuv420p"]
    look = ["-vf", "noise=alls=12:allf=t", "-c:v", "libx264", "-preset", "ultrafast"]
    _ffmpeg(*picture, "-t", str(PART_SECONDS), *look, *rate, "-c:a", "aac", "-b:a", "128k", str(path))
    return path


def _repeated(part: Path, path: Path) -> Path:
    """The part over and over, copied and not encoded, until it fills a gigabyte."""
    times = GIGABYTE // part.stat().st_size + 1
    listed = path.with_suffix(".txt")
    listed.write_text("".join(f"file '{part}'\n" for _ in range(times)))
    _ffmpeg("-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy", str(path))
    assert path.stat().st_size >= GIGABYTE * 0.98
    return path


def _ffmpeg(*arguments: str) -> None:
    subprocess.run([find_program("ffmpeg"), "-v", "error", "-y", *arguments], check=True, stdin=subprocess.DEVNULL)


async def _judge(path: Path) -> None:
    assert judge(await probe(path), Limits()).decision is Decision.ACCEPT


async def _overhead(source: Path, folder: Path) -> float:
    planned = plan(await probe(source))
    pairs = [await _side_by_side(source, planned, folder) for _ in range(PAIRS)]
    return (statistics.median(pairs) - 1) * 100


async def _side_by_side(source: Path, planned: RenditionPlan, folder: Path) -> float:
    """Ours over bare. Both at once, so that caches and neighbors of this machine weigh on both alike."""
    bare, ours = (_emptied(folder / name, planned) for name in ("bare", "ours"))
    before = _used()
    spent, _ = await asyncio.gather(
        asyncio.to_thread(_rendered_bare, source, planned, bare), _rendered(source, planned, ours)
    )
    bury_orphans()
    return (_used() - before - spent) / spent


def _rendered_bare(source: Path, planned: RenditionPlan, into: Path) -> float:
    """CPU seconds of the command alone, as nice as ours: who yields to others spends more on the same work."""
    command = ["nice", "-n", str(NICENESS), *render_arguments(find_program("ffmpeg"), source, "mp4", planned)]
    process = subprocess.Popen(command, cwd=into, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


async def _rendered(source: Path, planned: RenditionPlan, into: Path) -> None:
    async def hear(line: str) -> None: ...

    command = render_arguments(find_program("ffmpeg"), source, "mp4", planned)
    done = await run(command, bounds(planned), Reach(into, reads=(source,), writes=(into,)), listener=hear)
    assert done.ended is Ended.DONE, done.log_tail


def _emptied(folder: Path, planned: RenditionPlan) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    rungs = planned.picture.rungs if planned.picture else ()
    for name in ("audio", *(rung.name for rung in rungs)):
        (folder / name).mkdir(parents=True)
    return folder


async def _spent(work: Callable[[], Awaitable[None]]) -> float:
    before = _used()
    await work()
    bury_orphans()
    return _used() - before


def _used() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
