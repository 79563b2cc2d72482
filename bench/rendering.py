"""What rendering a lecture costs, as ratios of CPU time: our job beside what others do with the same file, in turn."""

import asyncio
import resource
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from bench.orphans import adopt_orphans, bury_orphans
from media.ffmpeg import Progress, find_program, probe, render
from media.ffmpeg.confine import NICENESS
from media.rules import ladder
from media.rules.ladder import RenditionPlan, Rung, plan, second_pass

TARGETS: Final = {"render_over_plain_720p": 1.9, "render_over_rung_processes": 0.65, "first_rung_over_whole": 0.33}
SECONDS: Final = 40
SPEAKER_SECONDS: Final = 3
"""How long the speaker fills the picture: one part in thirteen, as in the lecture by which the targets were set. The
file has the bit rate of that one, too: 5 Mb/s."""
ROUNDS: Final = 3

Run = Callable[[Path], Awaitable[None]]


def figures(folder: Path) -> dict[str, float]:
    """The ratios named in TARGETS, of the cheapest of several runs in turn: a neighbor on the machine only adds cost.

    Works below `folder`.
    """
    adopt_orphans()
    source = lecture(folder)
    whole = plan(asyncio.run(probe(source)))
    runs = _runs(source, whole)
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(ROUNDS):
        for name, run in runs.items():
            spent[name].append(_cpu(run, folder / f"{name}-{number}"))
    cost = {name: min(each) for name, each in spent.items()}
    return {
        "render_over_plain_720p": round(cost["whole"] / cost["plain"], 3),
        "render_over_rung_processes": round(cost["whole"] / cost["rungs"], 3),
        "first_rung_over_whole": round(cost["first"] / (cost["first"] + cost["second"]), 3),
    }


def _runs(source: Path, whole: RenditionPlan) -> dict[str, Run]:
    first = ladder.first_pass(_as_long(whole))
    assert first is not None, "the sample has several rungs"
    first = _lasting(first, whole.duration_ms)
    assert whole.picture is not None, "the sample has a picture"
    sizes = whole.picture.rungs
    return {
        "plain": lambda into: _processes([_plain(source, into)]),
        "whole": lambda into: _rendered(source, whole, into),
        "rungs": lambda into: _processes([_one_rung(source, into, rung) for rung in sizes]),
        "first": lambda into: _rendered(source, first, into),
        "second": lambda into: _rendered(source, second_pass(whole), into),
    }


def _as_long(whole: RenditionPlan) -> RenditionPlan:
    """The plan of a lecture like the sample that is long enough to be made in two passes."""
    return _lasting(whole, ladder.LONG_MS + 1)


def _lasting(planned: RenditionPlan, duration_ms: int) -> RenditionPlan:
    return RenditionPlan(duration_ms, planned.sound, planned.picture)


def _cpu(run: Run, into: Path) -> float:
    """Seconds of CPU that this process and its ended children spent on a run."""
    into.mkdir(parents=True)
    before = _spent()
    asyncio.run(run(into))  # type: ignore[arg-type]
    bury_orphans()
    after = _spent()
    shutil.rmtree(into)
    return after - before


def _spent() -> float:
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


async def _rendered(source: Path, planned: RenditionPlan, into: Path) -> None:
    async def hear(progress: Progress) -> None: ...

    await render(source, planned, into, hear)


async def _processes(commands: Sequence[Sequence[str]]) -> None:
    for command in commands:
        await asyncio.to_thread(subprocess.run, command, check=True, stdin=subprocess.DEVNULL)


def _ffmpeg(*arguments: str) -> list[str]:
    # As nice as ours: on a busy machine, who yields to others finds its caches cold and spends more on the same work.
    return [
        "nice",
        "-n",
        str(NICENESS),
        find_program("ffmpeg"),
        "-hide_banner",
        "-loglevel",
        "error",
        "-nostdin",
        "-y",
        *arguments,
    ]


def _plain(source: Path, into: Path) -> list[str]:
    """What somebody types who wants a 720p version."""
    return _ffmpeg("-i", str(source), "-vf", "scale=-2:720", "-c:v", "libx264", str(into / "out.mp4"))


def _one_rung(source: Path, into: Path, rung: Rung) -> list[str]:
    """One process for one size, as job-per-resolution pipelines have it: sound and all, four-second segments."""
    limits = ("-crf", str(rung.quality), "-maxrate", f"{rung.ceiling_kbps}k", "-bufsize", f"{rung.ceiling_kbps * 2}k")
    grid = ("-g", "120", "-keyint_min", "120", "-sc_threshold", "0", "-bf", "2")
    hls = ("-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4")
    files = ("-hls_flags", "single_file", "-hls_segment_filename", str(into / f"{rung.name}.m4s"))
    shape = ("-vf", f"scale={rung.width}:{rung.height}", "-c:v", "libx264", "-preset", "veryfast")
    sound = ("-c:a", "aac", "-b:a", "96k")
    return _ffmpeg("-i", str(source), *shape, *limits, *grid, *sound, *hls, *files, str(into / f"{rung.name}.m3u8"))


def lecture(folder: Path) -> Path:
    """A recording like a lecture: slides that change beside a small head with camera noise, the head alone, a voice."""
    path = folder / "lecture.mp4"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        inputs, graph = _scene()
        encoded = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac")
        command = _ffmpeg(*inputs, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", *encoded, str(path))
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def _scene() -> tuple[list[str], str]:
    each = (SECONDS - SPEAKER_SECONDS) / 5
    slides = [
        f"color=white:s=1920x1080:r=30:d={each},drawgrid=w={180 + 40 * one}:h={48 + 9 * one}:t=3:c=black@0.7,"
        f"drawbox=x={100 + 220 * one}:y={120 * one}:w=500:h=260:c=0x{one * 40:02x}5588:t=fill"
        for one in range(1, 6)
    ]
    head = f"testsrc2=s=384x216:r=30:d={SECONDS - SPEAKER_SECONDS},noise=alls=8:allf=t"
    speaker = f"testsrc2=s=384x216:r=30:d={SPEAKER_SECONDS},scale=1920:1080,setsar=1,noise=alls=8:allf=t"
    voice = f"anoisesrc=color=pink:r=48000:d={SECONDS}:a=0.2,tremolo=f=4:d=0.8"
    inputs = [part for source in (*slides, head, speaker, voice) for part in ("-f", "lavfi", "-i", source)]
    shown = "".join(f"[{place}:v]" for place in range(5))
    talk = f"{shown}concat=n=5[s];[s][5:v]overlay=1500:830,format=yuv420p[t];[6:v]format=yuv420p[u]"
    return inputs, f"{talk};[t][u]concat=n=2[v];[7:a]anull[a]"
