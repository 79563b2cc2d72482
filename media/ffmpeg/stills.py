"""A film of stills: each still is encoded once, as a few seconds of unmoving picture, and stands as often as it shows.

An unmoving picture needs one key frame for each segment and next to nothing after it. So a still is encoded for one
segment, in every size; the film is made by putting that beside itself, without encoding anything again. A shorter span
is the beginning of the same: without B-frames every beginning of it can be played.
"""

import asyncio
import math
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import ffmpeg
import msgspec

from media.ffmpeg.graph import BT709, HLS, cascade, compiled, leveled, variants
from media.ffmpeg.needs import version_of
from media.ffmpeg.progress import OnProgress
from media.ffmpeg.render import Rendered, RenderFailed, encode, prepare_folders, publishable, take_stills
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, run
from media.rules.ladder import SEGMENT_SECONDS, PicturePlan, RenditionPlan

PRESET: Final = "veryfast"
"""As for recordings: slower ones cost up to twice as much and made clips of slides a quarter larger."""
_BOUNDS: Final = Bounds(wall_s=300, cpu_s=120)


class Shown(msgspec.Struct, frozen=True):
    """A still in the folder of a film: the start of its clips' names, and how many frames it is shown."""

    name: str
    frames: int


@cache
def encoder(picture: PicturePlan) -> str:
    """What a clip's bytes depend on beside its picture: clips of two encoders must never stand in one film.

    Starts the program the first time.
    """
    return " ".join([version_of("ffmpeg"), *clip_arguments("ffmpeg", "still", picture)])


def clip_name(still: str, size: str) -> str:
    """The clip of a still in one size."""
    return f"{still}-{size}.mp4"


async def make_clips(folder: Path, still: str, picture: PicturePlan) -> None:
    """Encode `<still>.png` of a folder as one segment in every size. Raises RenderFailed."""
    arguments = clip_arguments(find_program("ffmpeg"), still, picture)
    done = await run(arguments, _BOUNDS, Reach(folder, writes=(folder,)))
    if done.ended is not Ended.DONE:
        raise RenderFailed("film_failed", "The slides could not be made into a film. Try again.", done.log_tail)


def clip_arguments(program: str, still: str, picture: PicturePlan) -> list[str]:
    """The picture is scaled once for each size and repeated after that."""
    drawn = ffmpeg.input(f"file:{still}.png", f="image2", framerate=picture.fps)
    colored = drawn.filter("scale", out_color_matrix="bt709", out_range="tv").filter("format", "yuv420p")
    frames = picture.fps * SEGMENT_SECONDS
    outputs = [
        ffmpeg.output(
            size.filter("tpad", stop=frames - 1, stop_mode="clone"),
            clip_name(still, rung.name),
            **{"c:v": "libx264", "preset": PRESET, "tune": "stillimage", "bf": 0, "crf": rung.quality},
            **{"maxrate": f"{rung.ceiling_kbps}k", "bufsize": f"{rung.ceiling_kbps * 2}k", "profile:v": rung.profile},
            **{"g": frames, "keyint_min": frames, "sc_threshold": 0, "flags:v": "+cgop", "frames:v": frames},
            **BT709,
        )
        for rung, size in zip(picture.rungs, cascade(colored, picture.rungs), strict=True)
    ]
    return compiled(ffmpeg.merge_outputs(*outputs), program)


async def join(folder: Path, stills: Sequence[Shown], plan: RenditionPlan, on_progress: OnProgress) -> Rendered:
    """All that players need of a film, from the clips in its folder and the sound `voice.wav`. Raises RenderFailed."""
    assert plan.picture, "a film of stills has a picture"
    await asyncio.to_thread(_prepare, folder, stills, plan, plan.picture)
    arguments = join_arguments(find_program("ffmpeg"), plan, plan.picture)
    await encode(arguments, plan, Reach(folder, writes=(folder,)), on_progress)
    await take_stills(plan.picture, folder)
    return await asyncio.to_thread(publishable, plan, folder)


def _prepare(folder: Path, stills: Sequence[Shown], plan: RenditionPlan, picture: PicturePlan) -> None:
    prepare_folders(plan, folder)
    for rung in picture.rungs:
        write_clip_list(folder, stills, rung.name, picture.fps)


def join_arguments(program: str, plan: RenditionPlan, picture: PicturePlan) -> list[str]:
    """The pictures as they are, the narration encoded: written like every other rendition."""
    pictures = [ffmpeg.input(f"{rung.name}.ffconcat", f="concat", safe=0).video for rung in picture.rungs]
    seconds = f"{plan.duration_ms / 1000:.3f}"
    voice = leveled(ffmpeg.input("voice.wav").audio, plan.sound.gain_db).filter("apad", whole_dur=seconds)
    files = {"hls_segment_filename": "%v/s.m4s", "var_stream_map": variants(picture.rungs, plan.sound), "t": seconds}
    output: Any = ffmpeg.output(*pictures, voice, "%v/index.m3u8", **files, **HLS, **{"c:v": "copy"})
    return compiled(output, program, "-nostats", "-progress", "pipe:1", "-stats_period", "1")


def write_clip_list(folder: Path, stills: Sequence[Shown], size: str, fps: int) -> None:
    """The list `<size>.ffconcat`, from which ffmpeg reads all clips of a film as one."""
    (folder / f"{size}.ffconcat").write_text(clip_list(stills, size, fps))


def clip_list(stills: Sequence[Shown], size: str, fps: int) -> str:
    """Which clip stands how long. No span is a single frame: two key frames in a row would pass for one picture."""
    lines = ["ffconcat version 1.0"]
    for still in stills:
        for frames in spans(still.frames, fps * SEGMENT_SECONDS):
            lines += [f"file {clip_name(still.name, size)}", f"outpoint {frames / fps:.3f}"]
            lines += [f"duration {frames / fps:.3f}"]
    return "\n".join([*lines, ""])


def spans(frames: int, most: int) -> Iterator[int]:
    """So many frames in as few runs of at most `most` as there can be, all about equally long."""
    runs = math.ceil(frames / most)
    for place in range(runs):
        yield frames * (place + 1) // runs - frames * place // runs
