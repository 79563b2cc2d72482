"""How much a file really holds: every packet is read, none is decoded."""

from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.inputs import input_options
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, local, run
from media.rules.source import SourceFacts, Trouble

_AGREES_MS: Final = 200
_AS_FRAMED: Final = {"mp4": ["-fflags", "+noparse"]}
"""An MP4 says itself where each packet begins and how long it lasts: looking into them as well is half of all work."""
SCAN_BOUNDS: Final = Bounds(wall_s=1200, cpu_s=900, file_bytes=1024**2)


async def count_packets(path: Path, facts: SourceFacts) -> SourceFacts:
    """Add how long picture and sound last by their packets.

    ffmpeg reports one time for all it copies. Both tracks are read in one run where the header tells the length of each
    and the longer one proves true; the shorter is then taken at its word, which the check of the render would catch.
    """
    tracks = [track for track in (facts.picture, facts.sound) if track]
    lengths = None
    if all(track.held_ms for track in tracks):
        whole = await _held(path, facts.family, *(track.index for track in tracks))
        claimed = [track.held_ms for track in tracks]
        lengths = _agreed(claimed, whole) if whole is not None else [whole]
    if lengths is None:
        lengths = [await _held(path, facts.family, track.index) for track in tracks]
    if None in lengths:
        return msgspec.structs.replace(facts, trouble=Trouble.TOO_SLOW, counted=True)
    counted = iter(lengths)
    picture = facts.picture and msgspec.structs.replace(facts.picture, held_ms=next(counted))
    sound = facts.sound and msgspec.structs.replace(facts.sound, held_ms=next(counted))
    return msgspec.structs.replace(facts, picture=picture, sound=sound, counted=True)


def _agreed(claimed: list[int], whole: int) -> list[int | None] | None:
    """The lengths of the tracks, the longest as it was counted; None when the header is not to be trusted."""
    longest = max(claimed)
    if len(claimed) > 1 and abs(longest - whole) > _AGREES_MS:
        return None
    return [whole if one == longest else min(one, whole) for one in claimed]


async def _held(path: Path, kind: str, *tracks: int) -> int | None:
    """The end of the last packet of these tracks in milliseconds; None when reading them took too long."""
    meter = _LastTime()
    command = [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1"]
    taken = [part for track in tracks for part in ("-map", f"0:{track}")]
    command += [
        *input_options(kind),
        *_AS_FRAMED.get(kind, []),
        "-i",
        local(path),
        *taken,
        "-c",
        "copy",
        "-f",
        "null",
        "-",
    ]
    done = await run(command, SCAN_BOUNDS, Reach(path.parent, reads=(path,)), listener=meter.hear)
    return None if done.ended is Ended.OUT_OF_TIME else meter.ms


class _LastTime:
    """Keeps the furthest time ffmpeg reported."""

    def __init__(self) -> None:
        self.ms = 0

    async def hear(self, line: str) -> None:
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.isdigit():
            self.ms = max(self.ms, int(value) // 1000)
