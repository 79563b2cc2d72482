"""How much a file really holds: every packet is read, none is decoded."""

from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.inputs import input_options
from media.ffmpeg.runner import Bounds, Ended, Reach, Run, find_program, local, run
from media.rules.source import SourceFacts, Trouble

SCAN_BOUNDS: Final = Bounds(wall_s=1200, cpu_s=900, file_bytes=1024**2)


async def count_packets(path: Path, facts: SourceFacts) -> SourceFacts:
    """Add how long picture and sound last by their packets.

    One run a track: ffmpeg reports one time for all it copies, and the time line must be the one it renders by.
    Containers with an index are read only where the track lies, so two runs cost hardly more than one.
    """
    picture, sound, slow = facts.picture, facts.sound, False
    if picture:
        done, held_ms = await _held(path, facts.family, picture.index)
        slow = done.ended is Ended.OUT_OF_TIME
        picture = msgspec.structs.replace(picture, held_ms=held_ms)
    if sound and not slow:
        done, held_ms = await _held(path, facts.family, sound.index)
        slow = done.ended is Ended.OUT_OF_TIME
        sound = msgspec.structs.replace(sound, held_ms=held_ms)
    trouble = Trouble.TOO_SLOW if slow else facts.trouble
    return msgspec.structs.replace(facts, picture=picture, sound=sound, trouble=trouble, counted=True)


async def _held(path: Path, kind: str, track: int) -> tuple[Run, int]:
    meter = _LastTime()
    command = [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1"]
    command += [*input_options(kind), "-i", local(path), "-map", f"0:{track}", "-c", "copy", "-f", "null", "-"]
    return await run(command, SCAN_BOUNDS, Reach(path.parent, reads=(path,)), listener=meter.hear), meter.ms


class _LastTime:
    """Keeps the furthest time ffmpeg reported."""

    def __init__(self) -> None:
        self.ms = 0

    async def hear(self, line: str) -> None:
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.isdigit():
            self.ms = max(self.ms, int(value) // 1000)
