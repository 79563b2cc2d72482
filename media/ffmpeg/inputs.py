"""How ffmpeg is told to open a file that somebody sent: what stands before every input."""

from typing import Final

from media.rules.codecs import decoders
from media.rules.signature import DEMUXERS

_DECODERS: Final = ",".join(sorted(decoders()))
_LARGEST_ALLOCATION: Final = str(512 * 1024**2)


def input_options(kind: str) -> list[str]:
    """Options before an input of this family: local files only, its own parsers, our decoders, no huge allocation."""
    walls = ["-protocol_whitelist", "file", "-format_whitelist", DEMUXERS[kind], "-codec_whitelist", _DECODERS]
    return [*walls, "-max_alloc", _LARGEST_ALLOCATION]
