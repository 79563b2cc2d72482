"""From a recording and its plan to a folder of verified files."""

import asyncio
from pathlib import Path
from typing import Final

import anyio
import msgspec

from media.ffmpeg.graph import SLIDE_LOG, poster_arguments, render_arguments, sheets_arguments
from media.ffmpeg.playlists import (
    MASTER,
    STORYBOARD,
    AudioTrack,
    Measured,
    Variant,
    audio_master,
    avc_codec,
    master,
    measure,
    slide_changes,
    storyboard_vtt,
)
from media.ffmpeg.progress import PASS_SHARE, Meter, OnProgress, Progress
from media.ffmpeg.runner import Bounds, Ended, Reach, Run, find_program, run
from media.rules.ladder import PicturePlan, RenditionPlan
from media.rules.signature import HEAD_BYTES, family

SOUND_FOLDERS: Final = ("audio", "description")
TOLERANCE_MS: Final = 1_000
STILL_BOUNDS: Final = Bounds(wall_s=300, cpu_s=300)
CONTENT_TYPES: Final = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/mp4",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt; charset=utf-8",
}


class MadeFile(msgspec.Struct, frozen=True):
    """One file of a render: its path below the folder, what it is for, its size in bytes."""

    name: str
    purpose: str
    size: int
    content_type: str


class Rendered(msgspec.Struct, frozen=True):
    """All files of a render, each checked. Width and height are those of the largest rung, 0 for audio lectures."""

    files: tuple[MadeFile, ...]
    master: str
    duration_ms: int
    width: int
    height: int
    poster: str | None
    sprites: str | None
    slide_changes: tuple[int, ...] = ()


class RenderFailed(Exception):
    """A render gave no usable result. The sentence is for the instructor, the end of the log for operators."""

    def __init__(self, code: str, sentence: str, log_tail: str = "") -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.log_tail = log_tail


async def render(source: Path, plan: RenditionPlan, into: Path, on_progress: OnProgress) -> Rendered:
    """Make every rendition of the plan in the folder `into`.

    Cancelling the task ends ffmpeg; whatever is in the folder then must not be published, however complete its
    playlists look. Raises RenderFailed when ffmpeg fails, runs out of time, or its output is not what was planned.
    """
    kind = await _prepare(source, plan, into)
    reach = Reach(into, reads=(source,), writes=(into,))
    await encode(render_arguments(find_program("ffmpeg"), source, kind, plan), plan, reach, on_progress)
    if plan.picture:
        await on_progress(Progress(PASS_SHARE, None, "Preview pictures are made"))
        await take_stills(plan.picture, into)
    return await asyncio.to_thread(publishable, plan, into)


def prepare_folders(plan: RenditionPlan, into: Path) -> None:
    """A folder for each rendition."""
    rungs = plan.picture.rungs if plan.picture else ()
    for name in (*plan.sound.folders, *(rung.name for rung in rungs)):
        (into / name).mkdir(parents=True, exist_ok=True)


async def _prepare(source: Path, plan: RenditionPlan, into: Path) -> str:
    await asyncio.to_thread(prepare_folders, plan, into)
    async with await anyio.open_file(source, "rb") as file:
        return family(await file.read(HEAD_BYTES))


async def encode(arguments: list[str], plan: RenditionPlan, reach: Reach, on_progress: OnProgress) -> None:
    """Run ffmpeg over a whole recording and tell how far it is. Raises RenderFailed."""
    meter = Meter(plan.duration_ms)

    async def hear(line: str) -> None:
        if standing := meter.read(line):
            await on_progress(standing)

    _demand(await run(arguments, bounds(plan), reach, listener=hear))


async def take_stills(picture: PicturePlan, into: Path) -> None:
    """Storyboard and poster, from what was just made. Raises RenderFailed."""
    program = find_program("ffmpeg")
    for arguments in (sheets_arguments(program, picture), poster_arguments(program, picture)):
        _demand(await run(arguments, STILL_BOUNDS, Reach(into, writes=(into,))))


def bounds(plan: RenditionPlan) -> Bounds:
    """What one pass may take: generous multiples of the length, so that only runaways meet them."""
    seconds = plan.duration_ms // 1000
    return Bounds(wall_s=300 + 12 * seconds, cpu_s=60 + 10 * seconds)


def _demand(done: Run) -> None:
    match done.ended:
        case Ended.OUT_OF_TIME:
            sentence = "Preparing this recording took too long and was stopped. Try again, or export it at 1920 x 1080."
            raise RenderFailed("out_of_time", sentence, done.log_tail)
        case Ended.FAILED:
            sentence = "The recording could not be prepared. Export it again as MP4 with H.264 and AAC, then upload it."
            raise RenderFailed("encoder_failed", sentence, done.log_tail)


def publishable(plan: RenditionPlan, into: Path) -> Rendered:
    """Verify what was made, write our own playlists, and list all files."""
    try:
        tracks = _tracks(plan, into)
        variants = _variants(plan, into)
    except (OSError, ValueError) as reason:
        raise RenderFailed("incomplete", "Preparing the recording stopped early. Try again.", str(reason)) from reason
    (into / MASTER).write_text(master(variants, tracks, plan.picture.fps) if plan.picture else audio_master(tracks))
    if plan.picture:
        _write_storyboard(plan.picture, plan.duration_ms, into)
    return _listed(plan, into)


def _verified(into: Path, name: str, plan: RenditionPlan) -> Measured:
    """ffmpeg closes its playlists even when it is stopped, so only their length tells a whole rendition from a part."""
    measured = measure((into / name / "index.m3u8").read_text())
    if abs(measured.duration_ms - plan.duration_ms) > TOLERANCE_MS:
        raise ValueError(f"{name} lasts {measured.duration_ms} ms instead of {plan.duration_ms} ms")
    return measured


def _tracks(plan: RenditionPlan, into: Path) -> list[AudioTrack]:
    sound = plan.sound
    named = [(sound.name, sound.language), *((one.name, one.language) for one in sound.further)]
    return [
        AudioTrack(folder, name, language, _verified(into, folder, plan))
        for folder, (name, language) in zip(sound.folders, named, strict=True)
    ]


def _variants(plan: RenditionPlan, into: Path) -> list[Variant]:
    rungs = plan.picture.rungs if plan.picture else ()
    return [
        Variant(rung, _verified(into, rung.name, plan), avc_codec(*_playlist_and_media(into / rung.name)))
        for rung in rungs
    ]


def _playlist_and_media(folder: Path) -> tuple[str, Path]:
    return (folder / "index.m3u8").read_text(), folder / "s.m4s"


def _write_storyboard(picture: PicturePlan, duration_ms: int, into: Path) -> None:
    sheets = sorted(sheet.name for sheet in into.glob("storyboard-*.jpg"))
    (into / STORYBOARD).write_text(storyboard_vtt(picture.storyboard, sheets, duration_ms))


def _listed(plan: RenditionPlan, into: Path) -> Rendered:
    made = sorted(path for path in into.rglob("*") if path.is_file() and path.suffix in CONTENT_TYPES)
    top = plan.picture.rungs[0] if plan.picture else None
    return Rendered(
        files=tuple(_made(path, path.relative_to(into).as_posix()) for path in made),
        master=MASTER,
        duration_ms=plan.duration_ms,
        width=top.width if top else 0,
        height=top.height if top else 0,
        poster="poster.jpg" if top else None,
        sprites=STORYBOARD if top else None,
        slide_changes=_slide_changes(into),
    )


def _slide_changes(into: Path) -> tuple[int, ...]:
    log = into / SLIDE_LOG
    return slide_changes(log.read_text()) if log.exists() else ()


def _made(path: Path, name: str) -> MadeFile:
    return MadeFile(name, _purpose(name), path.stat().st_size, content_type(name))


def content_type(name: str) -> str:
    """What a file of a render is to a browser, by its path below the run's folder; the path must be PLAYABLE."""
    folder, _, _ = name.rpartition("/")
    is_sound = name.endswith(".m4s") and folder.rpartition("/")[2].startswith(SOUND_FOLDERS)
    return "audio/mp4" if is_sound else CONTENT_TYPES[Path(name).suffix]


def _purpose(name: str) -> str:
    """Which rendition a file belongs to: hls_1080 …, audio, poster, sprite, or the master above them all."""
    folder, slash, _ = name.partition("/")
    if slash:
        return folder if folder.startswith(SOUND_FOLDERS) else f"hls_{folder}"
    return "sprite" if name.startswith("storyboard") else Path(name).stem
