"""What judging a recording of one gigabyte costs, and what our Python and jail add to a bare ffmpeg."""

import asyncio
import resource
import shutil
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

PART_SECONDS = 12
GIGABYTE = 1_000_000_000
ROUNDS = 3


def figures(folder: Path) -> dict[str, float]:
    """CPU seconds to judge a file of 1 GB, and the percentage that our runner and jail add to the bare render command.

    Call it outside a running loop, with settings in use. Both are sums of user and system time of this process and its
    children; rendering is measured in pairs in turn, and the cheapest of each side counts.
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
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(await _spent(lambda: _rendered_bare(source, planned, _emptied(folder / "bare", planned))))
        ours.append(await _spent(lambda: _rendered(source, planned, _emptied(folder / "ours", planned))))
    return (min(ours) / min(bare) - 1) * 100


async def _rendered_bare(source: Path, planned: RenditionPlan, into: Path) -> None:
    # As nice as ours: on a busy machine, who yields to others finds its caches cold and spends more on the same work.
    command = ["nice", "-n", str(NICENESS), *render_arguments(find_program("ffmpeg"), source, "mp4", planned)]
    await asyncio.to_thread(subprocess.run, command, check=True, cwd=into, capture_output=True)


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
