"""Reading back what ffmpeg wrote, and our own master playlist from measured sizes.

ffmpeg's own master says the same bandwidth for every rung of constant quality, so players jump to the largest.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from media.rules.captions import stamp
from media.rules.ladder import Rung, Storyboard

MASTER: Final = "master.m3u8"
DESCRIBES_VIDEO: Final = "public.accessibility.describes-video"
STORYBOARD: Final = "storyboard.vtt"
AAC_LC: Final = "mp4a.40.2"
_HEAD: Final = ("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS")
_CHANGE: Final = re.compile(r"^lavfi\.scd\.time=([\d.]+)", re.MULTILINE)
_EXTINF: Final = re.compile(r"^#EXTINF:([\d.]+)", re.MULTILINE)
_RANGE: Final = re.compile(r"^#EXT-X-BYTERANGE:(\d+)@(\d+)", re.MULTILINE)
_MAP: Final = re.compile(r'^#EXT-X-MAP:.*BYTERANGE="(\d+)@(\d+)"', re.MULTILINE)


class Measured(msgspec.Struct, frozen=True):
    """One playlist as it really is: length, and the peak and average rate of its segments in bits a second."""

    duration_ms: int
    peak: int
    average: int


def measure(playlist: str) -> Measured:
    """Read a single-file playlist. Raises ValueError when it has no segments."""
    lengths = [float(length) for length in _EXTINF.findall(playlist)]
    sizes = [int(size) for size, _ in _RANGE.findall(playlist)]
    if not lengths or len(lengths) != len(sizes):
        raise ValueError("the playlist names no segments")
    # A last segment of a few frames is nearly all key frame; over a full segment's time is how players fetch it.
    peak = max(size * 8 / max(length, 1.0) for size, length in zip(sizes, lengths, strict=True))
    return Measured(round(sum(lengths) * 1000), round(peak), round(sum(sizes) * 8 / sum(lengths)))


def avc_codec(playlist: str, media: Path) -> str:
    """The RFC 6381 name of the H.264 in this file, from the avcC box of its header: profile, constraints, level."""
    found = _MAP.search(playlist)
    header = media.read_bytes()[: int(found[1])] if found else b""
    _, box, after = header.partition(b"avcC")
    if not box:
        raise ValueError("the rendition holds no H.264 header")
    return f"avc1.{after[1:4].hex()}"


class Variant(msgspec.Struct, frozen=True):
    """A rung with what was measured of it."""

    rung: Rung
    measured: Measured
    codec: str


class AudioTrack(msgspec.Struct, frozen=True):
    """A member of the audio group. `folder` holds its playlist; the name is safe between quotes."""

    folder: str
    name: str
    language: str
    measured: Measured
    describes: bool = False


def master(variants: Sequence[Variant], tracks: Sequence[AudioTrack], fps: int) -> str:
    """The playlist players open. Smallest rung first: native players start with the first, whatever the network."""
    lines = [*_HEAD, *_audio_group(tracks)]
    peak = max(track.measured.peak for track in tracks)
    average = max(track.measured.average for track in tracks)
    for variant in sorted(variants, key=lambda variant: variant.rung.height):
        rung, measured = variant.rung, variant.measured
        rate = f"BANDWIDTH={measured.peak + peak},AVERAGE-BANDWIDTH={measured.average + average}"
        shape = f"RESOLUTION={rung.width}x{rung.height},FRAME-RATE={fps:.3f}"
        lines.append(f'#EXT-X-STREAM-INF:{rate},CODECS="{variant.codec},{AAC_LC}",{shape},AUDIO="a"')
        lines.append(f"{rung.name}/index.m3u8")
    return "\n".join([*lines, ""])


def audio_master(tracks: Sequence[AudioTrack]) -> str:
    """The playlist of an audio lecture: no picture, and a group only where there is a choice."""
    first = tracks[0]
    rate = f"BANDWIDTH={first.measured.peak},AVERAGE-BANDWIDTH={first.measured.average}"
    group = ',AUDIO="a"' if len(tracks) > 1 else ""
    lines = [*_HEAD, *(_audio_group(tracks) if group else ()), f'#EXT-X-STREAM-INF:{rate},CODECS="{AAC_LC}"{group}']
    return "\n".join([*lines, f"{first.folder}/index.m3u8", ""])


def _audio_group(tracks: Sequence[AudioTrack]) -> list[str]:
    return [_member(track, default=place == 0) for place, track in enumerate(tracks)]


def _member(track: AudioTrack, *, default: bool) -> str:
    language = f',LANGUAGE="{track.language}"' if track.language else ""
    chosen = "DEFAULT=YES,AUTOSELECT=YES" if default else "DEFAULT=NO,AUTOSELECT=YES"
    use = f',CHARACTERISTICS="{DESCRIBES_VIDEO}"' if track.describes else ""
    start = f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="{track.name}"{language},{chosen}'
    return f'{start},CHANNELS="2"{use},URI="{track.folder}/index.m3u8"'


def with_description(master_text: str, track: AudioTrack) -> str:
    """A master playlist with the audio description as the last member of its audio group, in place of an older one."""
    lines = [line for line in master_text.split("\n") if DESCRIBES_VIDEO not in line]
    last = max(place for place, line in enumerate(lines) if line.startswith("#EXT-X-MEDIA:TYPE=AUDIO"))
    return "\n".join([*lines[: last + 1], _member(track, default=False), *lines[last + 1 :]])


def slide_changes(log: str) -> tuple[int, ...]:
    """The moments in milliseconds that the slide log names, in order."""
    return tuple(sorted({round(float(time) * 1000) for time in _CHANGE.findall(log)}))


def storyboard_vtt(board: Storyboard, sheets: Sequence[str], duration_ms: int) -> str:
    """Which part of which sheet shows each span of the recording, as thumbnails in WebVTT."""
    lines = ["WEBVTT", ""]
    for number, start in enumerate(range(0, duration_ms, board.every_s * 1000)):
        sheet, cell = divmod(number, board.columns * board.rows)
        if sheet >= len(sheets):
            break
        row, column = divmod(cell, board.columns)
        place = f"{column * board.width},{row * board.height},{board.width},{board.height}"
        end = min(duration_ms, start + board.every_s * 1000)
        lines += [f"{stamp(start)} --> {stamp(end)}", f"{sheets[sheet]}#xywh={place}", ""]
    return "\n".join(lines)
