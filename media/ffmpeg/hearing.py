"""How loud a recording is. Its whole sound is decoded, so this comes after judging and just before rendering."""

import re
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.probe import input_options
from media.ffmpeg.runner import Bounds, Reach, find_program, local, run
from media.rules.source import GATE_LUFS, SourceFacts

_BOUNDS: Final = Bounds(wall_s=1800, cpu_s=1500, file_bytes=1024**2)
_LOUDNESS: Final = re.compile(r"^\s*I:\s*(-?[\d.]+) LUFS", re.MULTILINE)


async def listen(path: Path, facts: SourceFacts) -> SourceFacts:
    """The same facts with the loudness of the sound; unchanged when there is no sound or it was measured before."""
    sound = facts.sound
    if sound is None or sound.loudness is not None:
        return facts
    command = [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-nostats", *input_options(facts.family)]
    # ebur128 keeps quiet only at a log level that 5.1 knows under this name; its summary comes at info.
    meter = ["-map", f"0:{sound.index}", "-af", "aformat=channel_layouts=stereo,ebur128=framelog=verbose"]
    done = await run([*command, "-i", local(path), *meter, "-f", "null", "-"], _BOUNDS, Reach(path.parent, (path,)))
    return msgspec.structs.replace(facts, sound=msgspec.structs.replace(sound, loudness=loudness(done.log_tail)))


def loudness(log: str) -> float:
    """The integrated loudness in LUFS that ebur128 wrote at the end of a run; its gate when nothing was heard."""
    found = _LOUDNESS.findall(log)
    return float(found[-1]) if found else GATE_LUFS
