"""How loud a recording is. All its sound is decoded for that, so it is done after judging and before rendering."""

import re
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.inputs import input_options
from media.ffmpeg.runner import Bounds, Reach, find_program, local, run
from media.rules.source import GATE_LUFS, SILENCE_LUFS, SourceFacts

_BOUNDS: Final = Bounds(wall_s=1800, cpu_s=1500, file_bytes=1024**2)
_LOUDNESS: Final = re.compile(r"^\s*I:\s*(-?[\d.]+) LUFS", re.MULTILINE)


_SOME_SECONDS: Final = 20


async def notice_silence(path: Path, facts: SourceFacts) -> SourceFacts:
    """Listen to a part from the middle, and to all only when nothing is heard there: silence is told at judging."""
    sound = facts.sound
    if sound is None:
        return facts
    middle_s = (facts.starts_ms + max(0, sound.held_ms // 2 - _SOME_SECONDS * 500)) / 1000
    part = ["-ss", f"{middle_s:.3f}", "-t", str(_SOME_SECONDS)]
    return facts if await _measure(path, facts, part) >= SILENCE_LUFS else await listen(path, facts)


async def listen(path: Path, facts: SourceFacts) -> SourceFacts:
    """The same facts with the loudness of the sound; unchanged when there is no sound or it was measured before."""
    sound = facts.sound
    if sound is None or sound.loudness is not None:
        return facts
    measured = await _measure(path, facts, [])
    return msgspec.structs.replace(facts, sound=msgspec.structs.replace(sound, loudness=measured))


async def _measure(path: Path, facts: SourceFacts, part: list[str]) -> float:
    track = facts.sound.index if facts.sound else 0
    command = [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-nostats", *input_options(facts.family), *part]
    # ebur128 keeps quiet only at a log level that 5.1 knows under this name; its summary comes at info.
    meter = ["-map", f"0:{track}", "-af", "aformat=channel_layouts=stereo,ebur128=framelog=verbose", "-f", "null", "-"]
    done = await run([*command, "-i", local(path), *meter], _BOUNDS, Reach(path.parent, reads=(path,)))
    return loudness(done.log_tail)


def loudness(log: str) -> float:
    """The integrated loudness in LUFS that ebur128 wrote at the end of a run; its gate when nothing was heard."""
    found = _LOUDNESS.findall(log)
    return float(found[-1]) if found else GATE_LUFS
