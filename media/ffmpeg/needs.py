"""What our command lines ask of an ffmpeg build, and what the one found here lacks."""

import subprocess
from typing import Final, Literal

import msgspec

from media.ffmpeg.runner import ProgramMissing, find_program

# fmt: off
FILTERS: Final = frozenset(
    {
        "aformat", "alimiter", "anullsrc", "apad", "aresample", "bwdif", "ebur128", "format", "fps", "metadata", "null",
        "scale", "scdet", "setsar", "split", "thumbnail", "tile", "tpad", "volume"
    }
)
# fmt: on
HDR_FILTERS: Final = frozenset({"zscale", "tonemap"})
"""Only recordings in high dynamic range need these; some builds come without."""
ENCODERS: Final = frozenset({"libx264", "aac", "mjpeg"})
MUXERS: Final = frozenset({"hls", "image2", "null"})


class Build(msgspec.Struct, frozen=True):
    """One program as it is installed. `path` is empty where there is none; `lacks` names what we need of it."""

    name: str
    path: str = ""
    version: str = ""
    lacks: frozenset[str] = frozenset()


def inspect(name: Literal["ffmpeg", "ffprobe"]) -> Build:
    """Look at the build itself: the lists it prints, no file. Blocks for a tenth of a second."""
    try:
        path = find_program(name)
        version = _printed(path, "-version").partition("\n")[0]
    except (ProgramMissing, OSError, subprocess.SubprocessError):
        return Build(name)
    if name == "ffprobe":
        return Build(name, path, version)
    lacks = (FILTERS | HDR_FILTERS) - _listed(path, "-filters")
    lacks |= ENCODERS - _listed(path, "-encoders")
    return Build(name, path, version, lacks | MUXERS - _listed(path, "-muxers"))


def version_of(name: Literal["ffmpeg", "ffprobe"]) -> str:
    """The first line that the program says of itself. Raises ProgramMissing."""
    return _printed(find_program(name), "-version").partition("\n")[0]


def _listed(path: str, question: str) -> frozenset[str]:
    """The second word of each line: ffmpeg prints `flags name description`."""
    lines = (line.split() for line in _printed(path, question).splitlines())
    return frozenset(part for words in lines if len(words) > 1 for part in words[1].split(","))


def _printed(path: str, question: str) -> str:
    asked = [path, "-v", "quiet", question]
    return subprocess.run(
        asked, stdin=subprocess.DEVNULL, check=True, capture_output=True, text=True, timeout=30
    ).stdout
