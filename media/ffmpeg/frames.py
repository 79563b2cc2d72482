"""How much of a picture is broken, from a sample of its frames.

Flipped bits leave the packets as they were: only a decoder notices them. Decoding everything at judging would cost
more than all else together, so a film is decoded at eight places, about sixty frames of 1080p; a short one whole.
Errors are counted a frame, as ffprobe's own log has them, because no other report is the same for every coding.
"""

from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.inputs import input_options
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, local, run
from media.rules.source import Picture, SourceFacts

_BOUNDS: Final = Bounds(wall_s=120, cpu_s=60, file_bytes=1024**2)
_PLACES: Final = 8
_SAMPLED_PIXELS: Final = 120_000_000
_FEWEST_FRAMES: Final = 24
_ROUGH: Final = ["-skip_loop_filter", "all"]
"""Nobody sees these frames: what only smooths them is left out. What is broken shows before that."""
_ERRORS: Final = "16"
"""ffmpeg's log level of errors; warnings are for oddities that still give a whole frame."""


async def sample_frames(path: Path, facts: SourceFacts) -> SourceFacts:
    """Add the share of broken frames. A run that takes too long, or sees no frame at all, tells nothing."""
    picture = facts.picture
    if not picture:
        return facts
    tally = _Tally()
    command = [find_program("ffprobe"), "-v", "quiet", *input_options(facts.family), "-threads", "1", *_ROUGH]
    command += ["-select_streams", str(picture.index), "-show_frames", "-show_log", _ERRORS]
    command += ["-show_entries", "frame=key_frame:log=level", "-read_intervals", _places(picture, facts.starts_ms)]
    done = await run([*command, local(path)], _BOUNDS, Reach(path.parent, reads=(path,)), listener=tally.hear)
    broken = 0.0 if done.ended is Ended.OUT_OF_TIME else tally.share
    return msgspec.structs.replace(facts, picture=msgspec.structs.replace(picture, broken=broken))


def _places(picture: Picture, starts_ms: int) -> str:
    """Where to look, in ffprobe's words: so many packets from the start, or from each of eight places."""
    most = max(_FEWEST_FRAMES, _SAMPLED_PIXELS // (picture.width * picture.height))
    if picture.fps * picture.held_ms / 1000 <= most:
        return f"%+#{most}"
    places = (starts_ms + picture.held_ms * place // _PLACES for place in range(1, _PLACES))
    each = f"%+#{most // _PLACES}"
    return ",".join([each, *(f"{place / 1000:.3f}{each}" for place in places)])


class _Tally:
    """Counts frames, and those with an error between their begin and end marks."""

    def __init__(self) -> None:
        self.frames = self.broken = 0
        self._in_error = False

    async def hear(self, line: str) -> None:
        if line == "[FRAME]":
            self.frames += 1
            self._in_error = False
        elif line == "[LOG]" and not self._in_error:
            self.broken += 1
            self._in_error = True

    @property
    def share(self) -> float:
        return self.broken / self.frames if self.frames else 0.0
