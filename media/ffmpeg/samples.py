"""The sound of a recording as plain samples, for whoever listens to it by program."""

from pathlib import Path
from typing import Final

import anyio

from media.ffmpeg.inputs import input_options
from media.ffmpeg.render import RenderFailed
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, local, run
from media.rules.signature import HEAD_BYTES, family

RATE: Final = 16_000
"""Samples a second, 16-bit little-endian, one channel: what speech recognition expects."""


async def decode_samples(source: Path, into: Path, *, track: int, duration_ms: int) -> None:
    """Write one sound track of a recording as raw samples to a file. Raises RenderFailed when there is no sound."""
    async with await anyio.open_file(source, "rb") as file:
        kind = family(await file.read(HEAD_BYTES))
    command = [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-y", "-loglevel", "error", *input_options(kind)]
    # The layout comes first: a WAV without one stops every later filter.
    heard = f"aformat=channel_layouts=mono|stereo,aresample={RATE}:async=1:first_pts=0,aformat=channel_layouts=mono"
    command += ["-i", local(source), "-map", f"0:{track}", "-af", heard, "-f", "s16le", local(into)]
    seconds = duration_ms // 1000
    bounds = Bounds(wall_s=300 + seconds, cpu_s=120 + seconds, file_bytes=2 * RATE * (seconds + 60))
    done = await run(command, bounds, Reach(into.parent, reads=(source,), writes=(into.parent,)))
    if done.ended is not Ended.DONE:
        raise RenderFailed("no_samples", "The sound of this recording could not be read.", done.log_tail)
