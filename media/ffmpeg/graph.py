"""The one pass: a plan as ffmpeg arguments. The only importer of ffmpeg-python, which only builds and never runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import ffmpeg

from media.ffmpeg.inputs import input_options
from media.ffmpeg.runner import local
from media.rules.ladder import SEGMENT_SECONDS, PicturePlan, RenditionPlan, Rung, SoundPlan

Stream = Any
"""A node of ffmpeg-python, which has no types; it never leaves this module."""
Options = dict[str, str | int | float | None]

LIMITER: Final = 0.75
"""Linear ceiling. 0.84 left true peaks at -0.8 dBFS after AAC; 0.75 gives -1.6."""
AUDIO_KBPS: Final = 96
SHEETS: Final = "storyboard-%03d.jpg"
SLIDE_LOG: Final = "slides.log"
SLIDE_TIME: Final = "lavfi.scd.time"
SLIDE_CHANGE: Final = 4
"""Percent of change between two frames. Found 9 of 11 slide changes of a lecture and no false one."""
HLS: Final[Options] = {
    "f": "hls",
    "hls_time": SEGMENT_SECONDS,
    "hls_playlist_type": "vod",
    "hls_list_size": 0,
    "hls_segment_type": "fmp4",
    "hls_flags": "independent_segments+single_file",
    "map_metadata": -1,
    "map_chapters": -1,
    "c:a": "aac",
    "b:a": f"{AUDIO_KBPS}k",
}
ENCODER_THREADS: Final = 2
"""Of each size. Left to itself each takes half as many again as there are cores, and all of them wait for memory."""
BT709: Final[Options] = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}


def render_arguments(program: str, source: Path, kind: str, plan: RenditionPlan) -> list[str]:
    """All rungs and the sound of a plan in one run: decode once, scale down step by step, encode each size.

    Writes below the folder it is started in: `<rung>/index.m3u8` with `s.m4s`, the same in `audio` and beside it for
    further sound tracks, and `slides.log` if the plan wants it.
    """
    recording = ffmpeg.input(local(source), **_pairs(input_options(kind)))
    sounds = _sounds(recording, plan.sound, plan.duration_ms)
    output = _with_picture(recording, plan.picture, sounds, plan) if plan.picture else _audio_only(sounds, plan.sound)
    calm = ("-filter_complex_threads", "1")  # so many small filters spend a tenth of the pass on waiting for each other
    return compiled(output, program, *calm, "-nostats", "-progress", "pipe:1", "-stats_period", "1")


def sheets_arguments(program: str, picture: PicturePlan) -> list[str]:
    """Storyboard sheets from the smallest rung's key frames, which stand exactly where the cells want them.

    Not in the one pass: ffmpeg 5.1 reports no progress before every output has begun, and a sheet begins when it is
    full, after 400 seconds of recording.
    """
    board = picture.storyboard
    rung = ffmpeg.input(f"file:{picture.rungs[-1].name}/s.m4s", skip_frame="nokey", **_pairs(input_options("mp4")))
    cells = rung.video.filter("fps", f"1/{board.every_s}").filter("scale", board.width, board.height)
    sheets = _full_range(cells.filter("tile", f"{board.columns}x{board.rows}"))
    return compiled(ffmpeg.output(sheets, SHEETS, **{"q:v": 5, "f": "image2"}), program)


def poster_arguments(program: str, picture: PicturePlan) -> list[str]:
    """One typical frame near a tenth of the recording, as `poster.jpg`: as large as a page needs, about 25 KB."""
    rung = picture.poster_rung
    seek = {"ss": f"{picture.poster_at_ms / 1000:.3f}"}
    near = ffmpeg.input(f"file:{rung.name}/s.m4s", **seek, **_pairs(input_options("mp4")))
    still = near.video.filter("thumbnail", 30)
    output = ffmpeg.output(_full_range(still), "poster.jpg", **{"frames:v": 1, "q:v": 7, "f": "image2", "update": 1})
    return compiled(output, program)


def compiled(output: Stream, program: str, *flags: str) -> list[str]:
    """The command line of a graph."""
    quiet = output.global_args("-hide_banner", "-nostdin", "-loglevel", "warning", *flags).overwrite_output()
    return [str(part) for part in quiet.compile(cmd=program)]


def _pairs(options: list[str]) -> dict[str, str]:
    return {name.removeprefix("-"): value for name, value in zip(options[::2], options[1::2], strict=True)}


def _sounds(recording: Stream, sound: SoundPlan, duration_ms: int) -> list[Stream]:
    """All tracks, as long as the recording; silence where there is none."""
    seconds = f"{duration_ms / 1000:.3f}"
    if sound.index is None:
        return [ffmpeg.input("anullsrc=r=48000:cl=stereo", f="lavfi", t=seconds).audio]
    indexes = (sound.index, *(one.index for one in sound.further))
    return [leveled(recording[str(index)], sound.gain_db).filter("apad", whole_dur=seconds) for index in indexes]


def leveled(track: Stream, gain_db: float) -> Stream:
    """Stereo at 48 kHz with the planned gain."""
    # The layout comes first: a WAV without one stops every later filter with "cannot select channel layout".
    stereo = track.filter("aformat", channel_layouts="stereo")
    even = stereo.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    return even.filter("volume", f"{gain_db}dB").filter("alimiter", limit=LIMITER, level="disabled")


def _audio_only(sounds: list[Stream], plan: SoundPlan) -> Stream:
    named = " ".join(_audio_variants(plan))
    files = {"hls_segment_filename": "%v/s.m4s", "var_stream_map": named}
    return ffmpeg.output(*sounds, "%v/index.m3u8", **files, **HLS)


def _with_picture(recording: Stream, picture: PicturePlan, sounds: list[Stream], plan: RenditionPlan) -> Stream:
    return ffmpeg.output(
        *_sizes(_upright(recording[str(picture.index)], picture), picture),
        *sounds,
        "%v/index.m3u8",
        hls_segment_filename="%v/s.m4s",
        var_stream_map=variants(picture.rungs, plan.sound),
        t=f"{plan.duration_ms / 1000:.3f}",
        **HLS,
        **BT709,
        **_encoding(picture),
    )


def _sizes(stream: Stream, picture: PicturePlan) -> list[Stream]:
    """All rungs at the constant rate. What has to be repeated is scaled before: for slides a fifth of all work less."""
    if picture.repeats_frames:
        return [_steady(size, picture) for size in _noted(stream, picture)]
    return _noted(_steady(stream, picture), picture)


def _steady(stream: Stream, picture: PicturePlan) -> Stream:
    """The picture at a constant rate; its last frame stays when the sound goes on."""
    steady = stream.filter("fps", picture.fps)
    if not picture.hold_ms:
        return steady
    return steady.filter("tpad", stop_mode="clone", stop_duration=f"{picture.hold_ms / 1000:.3f}")


def _upright(stream: Stream, picture: PicturePlan) -> Stream:
    """Progressive, in standard range and BT.709 color; ffmpeg turns rotated pictures by itself."""
    if picture.deinterlace:
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    if picture.tone_map:
        linear = stream.filter("zscale", t="linear", npl=203).filter("format", "gbrpf32le").filter("zscale", p="bt709")
        return linear.filter("tonemap", "hable", desat=0).filter("zscale", t="bt709", m="bt709", r="tv")
    if picture.video_color:
        # Asked to change nothing, the scaler still copies every frame at full size: a twelfth of the whole pass.
        return stream
    matrix = "bt601" if picture.standard_definition_color else "bt709"
    return stream.filter("scale", in_color_matrix=matrix, out_color_matrix="bt709", out_range="tv")


def _noted(stream: Stream, picture: PicturePlan) -> list[Stream]:
    """All rungs; when the smallest changes all at once, as slides do, the time is written down if the plan wants it."""
    *larger, smallest = cascade(stream, picture.rungs)
    if picture.notes_slides:
        changes = smallest.filter("scdet", threshold=SLIDE_CHANGE)
        smallest = changes.filter("metadata", mode="print", key=SLIDE_TIME, file=SLIDE_LOG)
    return [*larger, smallest]


def cascade(stream: Stream, rungs: Sequence[Rung]) -> list[Stream]:
    """Each rung scaled from the next larger one, a third cheaper than from the source."""
    sizes: list[Stream] = []
    for rung in rungs[:-1]:
        both = _sized(stream, rung).filter_multi_output("split", 2)
        sizes.append(both.stream(0))
        stream = both.stream(1)
    return [*sizes, _sized(stream, rungs[-1])]


def _sized(stream: Stream, rung: Rung) -> Stream:
    scaled = stream.filter("scale", rung.width, rung.height, flags="bicubic")
    return scaled.filter("setsar", 1).filter("format", "yuv420p")


def _full_range(stream: Stream) -> Stream:
    """JPEG stores full range and BT.601; left alone, blacks come out gray."""
    return stream.filter("scale", in_color_matrix="bt709", out_color_matrix="bt601", out_range="pc").filter(
        "format", "yuvj420p"
    )


def variants(rungs: tuple[Rung, ...], sound: SoundPlan) -> str:
    """Which stream goes into which folder, in the words of the HLS writer."""
    pictures = [f"v:{place},agroup:a,name:{rung.name}" for place, rung in enumerate(rungs)]
    return " ".join([*pictures, *_audio_variants(sound)])


def _audio_variants(sound: SoundPlan) -> list[str]:
    first, *others = [f"a:{place},agroup:a,name:{folder}" for place, folder in enumerate(sound.folders)]
    return [f"{first},default:yes", *others]


def _encoding(picture: PicturePlan) -> Options:
    """H.264 with a key frame exactly at every segment start, so that all rungs can be switched there."""
    grid = picture.fps * SEGMENT_SECONDS
    options: Options = {"c:v": "libx264", "preset": "veryfast", "bf": 2, "flags:v": "+cgop"}
    options |= {"threads:v": ENCODER_THREADS}
    options |= {"g": grid, "keyint_min": grid, "sc_threshold": 0}
    for place, rung in enumerate(picture.rungs):
        options |= {
            f"crf:v:{place}": rung.quality,
            f"maxrate:v:{place}": f"{rung.ceiling_kbps}k",
            f"bufsize:v:{place}": f"{rung.ceiling_kbps * 2}k",
            f"profile:v:{place}": rung.profile,
        }
    return options
