"""Finding out what a file is without believing it: first bytes, header, then a scan of every packet."""

import re
from pathlib import Path
from typing import Final

import anyio
import msgspec

from media.ffmpeg.runner import Bounds, Ended, Reach, Run, find_program, local, run
from media.rules.codecs import is_sound_codec
from media.rules.signature import DEMUXERS, HEAD_BYTES, family
from media.rules.source import Picture, Sound, SourceFacts, Trouble
from media.rules.tracks import Label

HEADER_BOUNDS: Final = Bounds(wall_s=60, cpu_s=30)
SCAN_BOUNDS: Final = Bounds(wall_s=1200, cpu_s=900, file_bytes=1024**2)
_HDR: Final = frozenset({"smpte2084", "arib-std-b67"})
_PLAIN_YUV: Final = frozenset({"yuv420p", "yuv422p", "yuv444p", "nv12"})
_BT601: Final = frozenset({"smpte170m", "bt470bg", "fcc"})
_LOUDNESS: Final = re.compile(r"^\s*I:\s*(-?[\d.]+) LUFS", re.MULTILINE)


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


class _Header(msgspec.Struct, frozen=True):
    streams: list[_Stream] = []
    format: _Format = _Format()


async def probe(path: Path) -> SourceFacts:
    """The facts about a file. Bad files give facts that say so; only a missing ffprobe raises (ProgramMissing)."""
    size = (await anyio.Path(path).stat()).st_size
    async with await anyio.open_file(path, "rb") as file:
        kind = family(await file.read(HEAD_BYTES))
    facts = SourceFacts(size, kind)
    return await _read_header(path, facts) if kind in DEMUXERS else facts


async def _read_header(path: Path, facts: SourceFacts) -> SourceFacts:
    command = [find_program("ffprobe"), "-v", "error", *input_options(facts.family), "-show_format", "-show_streams"]
    done = await run([*command, "-of", "json", local(path)], HEADER_BOUNDS, Reach(path.parent, reads=(path,)))
    header = _header(done)
    if isinstance(header, Trouble):
        return msgspec.structs.replace(facts, trouble=header)
    told = msgspec.structs.replace(
        facts,
        container=header.format.format_name,
        claimed_ms=round(_fraction(header.format.duration) * 1000),
        picture=_picture(header.streams),
        sound=_sound(header.streams),
    )
    return await _scan(path, told)


def input_options(kind: str) -> list[str]:
    """Options before any input of this family: only local files, only its own parsers, no huge single allocation."""
    return ["-protocol_whitelist", "file", "-format_whitelist", DEMUXERS[kind], "-max_alloc", str(512 * 1024**2)]


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
        held_ms=0,
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
    offered = [first, *(track for track in others if is_sound_codec(track.codec_name))]
    return Sound(first.index, first.codec_name, 0, len(tracks), labels=tuple(_label(track) for track in offered))


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


async def _scan(path: Path, facts: SourceFacts) -> SourceFacts:
    """Read every packet of the picture and decode all sound, to learn how much there really is."""
    picture, sound, slow = facts.picture, facts.sound, False
    if picture:
        done, held_ms = await _held(path, facts.family, ["-map", f"0:{picture.index}", "-c", "copy"])
        slow = done.ended is Ended.OUT_OF_TIME
        picture = msgspec.structs.replace(picture, held_ms=held_ms)
    if sound and not slow:
        # ebur128 keeps quiet only at a log level that 5.1 knows under this name; its summary comes at info.
        listen = ["-map", f"0:{sound.index}", "-af", "aformat=channel_layouts=stereo,ebur128=framelog=verbose"]
        done, held_ms = await _held(path, facts.family, listen)
        slow = done.ended is Ended.OUT_OF_TIME
        sound = msgspec.structs.replace(sound, held_ms=held_ms, loudness=loudness(done.log_tail))
    trouble = Trouble.TOO_SLOW if slow else facts.trouble
    return msgspec.structs.replace(facts, picture=picture, sound=sound, trouble=trouble)


async def _held(path: Path, kind: str, take: list[str]) -> tuple[Run, int]:
    meter = _LastTime()
    command = [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1"]
    command += [*input_options(kind), "-i", local(path), *take, "-f", "null", "-"]
    return await run(command, SCAN_BOUNDS, Reach(path.parent, reads=(path,)), listener=meter.hear), meter.ms


class _LastTime:
    """Keeps the furthest time ffmpeg reported."""

    def __init__(self) -> None:
        self.ms = 0

    async def hear(self, line: str) -> None:
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.isdigit():
            self.ms = max(self.ms, int(value) // 1000)


def loudness(log: str) -> float | None:
    """The integrated loudness in LUFS that ebur128 wrote at the end of a run, if it wrote one."""
    found = _LOUDNESS.findall(log)
    return float(found[-1]) if found else None
