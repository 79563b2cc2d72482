"""What the header of a file says, read by ffprobe and believed only as far as it can be refused."""

import re
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.inputs import input_options
from media.ffmpeg.runner import Bounds, Ended, Reach, Run, find_program, local, run
from media.rules.codecs import SOUND_CODECS
from media.rules.source import Picture, Sound, SourceFacts, Trouble
from media.rules.tracks import Label

HEADER_BOUNDS: Final = Bounds(wall_s=60, cpu_s=30)
_HDR: Final = frozenset({"smpte2084", "arib-std-b67"})
_FORBIDDEN: Final = re.compile(r"Codec \((\S+)\) not on whitelist")
"""ffprobe ends without a word about any track when it may not open the decoder of one."""
_PLAIN_YUV: Final = frozenset({"yuv420p", "yuv422p", "yuv444p", "nv12"})
_BT601: Final = frozenset({"smpte170m", "bt470bg", "fcc"})


class _SideData(msgspec.Struct, frozen=True):
    rotation: float = 0


class _Stream(msgspec.Struct, frozen=True):
    index: int
    codec_type: str = ""
    codec_name: str = ""
    width: int = 0
    height: int = 0
    sample_aspect_ratio: str = "1:1"
    avg_frame_rate: str = "0/0"
    r_frame_rate: str = "0/0"
    duration: str = ""
    field_order: str = "progressive"
    color_transfer: str = ""
    color_space: str = "unknown"
    color_range: str = "unknown"
    pix_fmt: str = ""
    disposition: dict[str, int] = {}
    side_data_list: list[_SideData] = []
    tags: dict[str, str] = {}


class _Format(msgspec.Struct, frozen=True):
    format_name: str = ""
    duration: str = ""
    start_time: str = ""


class _Header(msgspec.Struct, frozen=True):
    streams: list[_Stream] = []
    format: _Format = _Format()


async def read_header(path: Path, facts: SourceFacts) -> SourceFacts:
    """Add tracks, sizes and claimed length. A header that cannot be read becomes the facts' `trouble`."""
    command = [find_program("ffprobe"), "-v", "error", *input_options(facts.family), "-show_format", "-show_streams"]
    done = await run([*command, "-of", "json", local(path)], HEADER_BOUNDS, Reach(path.parent, reads=(path,)))
    if forbidden := _FORBIDDEN.search(done.log_tail):
        return msgspec.structs.replace(facts, forbidden_codec=forbidden[1])
    header = _header(done)
    if isinstance(header, Trouble):
        return msgspec.structs.replace(facts, trouble=header)
    return msgspec.structs.replace(
        facts,
        container=header.format.format_name,
        claimed_ms=round(_fraction(header.format.duration) * 1000),
        starts_ms=round(_fraction(header.format.start_time) * 1000),
        picture=_picture(header.streams),
        sound=_sound(header.streams),
    )


def _header(done: Run) -> _Header | Trouble:
    if done.ended is Ended.OUT_OF_TIME:
        return Trouble.TOO_SLOW
    if "moov atom not found" in done.log_tail:
        return Trouble.INDEX_MISSING
    try:
        header = msgspec.json.decode(done.output, type=_Header, strict=False)
    except msgspec.MsgspecError:
        return Trouble.UNREADABLE
    return header if header.format.format_name else Trouble.UNREADABLE


def _picture(streams: list[_Stream]) -> Picture | None:
    """The first moving picture; cover art of a music file is not one."""
    moving = (found for found in streams if found.codec_type == "video" and not found.disposition.get("attached_pic"))
    if not (stream := next(moving, None)):
        return None
    rotation = next((round(data.rotation) for data in stream.side_data_list if data.rotation), 0)
    return Picture(
        index=stream.index,
        codec=stream.codec_name,
        width=stream.width,
        height=stream.height,
        fps=_fraction(stream.avg_frame_rate) or _fraction(stream.r_frame_rate) or 25.0,
        held_ms=round(_fraction(stream.duration) * 1000),
        rotation=rotation,
        pixel_shape=_pixel_shape(stream.sample_aspect_ratio),
        interlaced=stream.field_order not in ("progressive", "unknown"),
        high_dynamic_range=stream.color_transfer in _HDR,
        standard_definition_color=_is_bt601(stream),
        video_color=_is_video_color(stream),
    )


def _is_video_color(stream: _Stream) -> bool:
    told = stream.color_space in ("bt709", "unknown") and stream.color_range in ("tv", "unknown")
    return told and not _is_bt601(stream) and stream.pix_fmt in _PLAIN_YUV


def _is_bt601(stream: _Stream) -> bool:
    """As players decide: by the tag, and without one by the size."""
    return stream.color_space in _BT601 or (stream.color_space == "unknown" and stream.height <= 576)


def _sound(streams: list[_Stream]) -> Sound | None:
    tracks = [stream for stream in streams if stream.codec_type == "audio"]
    if not tracks:
        return None
    first, *others = tracks
    offered = [first, *(track for track in others if track.codec_name in SOUND_CODECS)]
    return Sound(
        first.index,
        first.codec_name,
        round(_fraction(first.duration) * 1000),
        len(tracks),
        labels=tuple(_label(track) for track in offered),
    )


def _label(track: _Stream) -> Label:
    tags = {name.lower(): value for name, value in track.tags.items()}
    return Label(track.index, tags.get("title") or tags.get("handler_name", ""), tags.get("language", ""))


def _pixel_shape(text: str) -> tuple[int, int]:
    """Width to height of one pixel; what is unknown or absurd counts as square."""
    width, _, height = text.partition(":")
    shape = (int(width), int(height)) if width.isdigit() and height.isdigit() else (0, 0)
    return shape if min(shape) > 0 and 0.1 < shape[0] / shape[1] < 10 else (1, 1)


def _fraction(text: str) -> float:
    """A number as ffprobe writes it: `30000/1001`, `12.5`, or N/A, which is 0."""
    over, _, under = text.partition("/")
    try:
        return float(over) / float(under or 1)
    except (ValueError, ZeroDivisionError):
        return 0.0
