"""Real renders: what learners will play, read back by ffprobe."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from media.ffmpeg import Progress, Rendered, RenderFailed, listen, probe, render
from media.ffmpeg.playlists import measure
from media.ffmpeg.progress import PASS_SHARE
from media.ffmpeg.render import content_type
from media.rules.ladder import RenditionPlan, plan, second_pass
from tests.media.recordings import Recordings


async def rendered(source: Path, into: Path) -> tuple[Rendered, RenditionPlan, list[Progress]]:
    heard: list[Progress] = []

    async def hear(progress: Progress) -> None:
        heard.append(progress)

    planned = plan(await listen(source, await probe(source)))
    return await render(source, planned, into, hear), planned, heard


def streams(path: Path) -> list[dict[str, Any]]:
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    found: list[dict[str, Any]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["streams"]
    return found


def key_times(path: Path) -> list[float]:
    entries = ["-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", str(path)]
    packets = subprocess.run(["ffprobe", "-v", "error", *entries], check=True, capture_output=True, text=True).stdout
    return [float(line.split(",")[0]) for line in packets.splitlines() if ",K" in line]


async def test_a_lecture_becomes_all_it_was_planned_to_be(recordings: Recordings, tmp_path: Path) -> None:
    made, planned, heard = await rendered(recordings.get("lecture.mp4"), tmp_path)
    assert {file.purpose for file in made.files} == {*planned.purposes, "master"}
    assert all((tmp_path / file.name).stat().st_size == file.size > 0 for file in made.files)
    assert (made.width, made.height) == (320, 240)
    assert heard[-1].percent == PASS_SHARE
    assert [progress.percent for progress in heard] == sorted(progress.percent for progress in heard)


async def test_players_read_the_master(recordings: Recordings, tmp_path: Path) -> None:
    made, _, _ = await rendered(recordings.get("lecture.mp4"), tmp_path)
    kinds = {(stream["codec_type"], stream["codec_name"]) for stream in streams(tmp_path / made.master)}
    assert kinds == {("video", "h264"), ("audio", "aac")}
    text = (tmp_path / made.master).read_text()
    assert 'CODECS="avc1.' in text
    assert "BANDWIDTH=0" not in text


async def test_every_segment_starts_with_a_key_frame(recordings: Recordings, tmp_path: Path) -> None:
    await rendered(recordings.get("lecture.mp4"), tmp_path)
    keys = key_times(tmp_path / "240" / "s.m4s")
    assert [key - keys[0] for key in keys] == pytest.approx([0, 4])


@pytest.mark.parametrize(
    ("name", "size", "fps"),
    [
        ("hdr.mp4", (320, 240), "10/1"),
        ("odd.mp4", (320, 240), "15/1"),
        ("rotated.mp4", (240, 320), "10/1"),
        ("interlaced.ts", (320, 240), "10/1"),
        ("phone.mp4", (720, 1280), "30/1"),
        ("fast.mp4", (320, 240), "30/1"),
        ("slow.mp4", (320, 240), "10/1"),
    ],
)
async def test_odd_sources_come_out_even_upright_and_standard(
    recordings: Recordings, tmp_path: Path, name: str, size: tuple[int, int], fps: str
) -> None:
    _, planned, _ = await rendered(recordings.get(name), tmp_path)
    assert planned.picture is not None
    video = streams(tmp_path / planned.picture.rungs[0].name / "s.m4s")[0]
    assert (video["width"], video["height"], video["r_frame_rate"]) == (*size, fps)
    assert (video["pix_fmt"], video["color_space"]) == ("yuv420p", "bt709")


@pytest.mark.parametrize("name", ["uneven.mkv", "interlaced.ts", "slow.mp4"])
async def test_picture_and_sound_begin_and_end_together(recordings: Recordings, tmp_path: Path, name: str) -> None:
    _, planned, _ = await rendered(recordings.get(name), tmp_path)
    assert planned.picture is not None
    folders = (planned.picture.rungs[-1].name, "audio")
    begins = [float(streams(tmp_path / folder / "s.m4s")[0]["start_time"]) for folder in folders]
    lasts = [measure((tmp_path / folder / "index.m3u8").read_text()).duration_ms for folder in folders]
    # Pictures that are shown in another order than coded begin two of them later.
    assert abs(begins[0] - begins[1]) <= 2.1 / planned.picture.fps
    assert lasts == pytest.approx([planned.duration_ms] * 2, abs=130)


async def test_every_sound_track_is_kept(recordings: Recordings, tmp_path: Path) -> None:
    made, planned, _ = await rendered(recordings.get("two-tracks.mkv"), tmp_path)
    assert planned.sound.folders == ("audio", "audio-2")
    text = (tmp_path / made.master).read_text()
    assert 'NAME="English",LANGUAGE="en",DEFAULT=YES' in text
    assert 'NAME="The \'floor\'",LANGUAGE="es",DEFAULT=NO' in text
    kinds = [stream["codec_type"] for stream in streams(tmp_path / made.master)]
    assert (kinds.count("audio"), kinds.count("video")) == (2, 1)
    assert content_type("hls-1/audio-2/s.m4s") == "audio/mp4"
    assert content_type("hls-1/360/s.m4s") == "video/mp4"


async def test_surround_sound_becomes_stereo(recordings: Recordings, tmp_path: Path) -> None:
    await rendered(recordings.get("surround.mkv"), tmp_path)
    assert streams(tmp_path / "audio" / "s.m4s")[0]["channels"] == 2


async def test_changes_of_slides_are_written_down(recordings: Recordings, tmp_path: Path) -> None:
    made, planned, _ = await rendered(recordings.get("slides.mp4"), tmp_path)
    assert made.slide_changes == (2_000,)
    (tmp_path / "again").mkdir()

    async def hear(progress: Progress) -> None: ...

    again = await render(recordings.get("slides.mp4"), second_pass(planned), tmp_path / "again", hear)
    assert again.slide_changes == ()


async def test_a_lecture_without_sound_gets_a_silent_track(recordings: Recordings, tmp_path: Path) -> None:
    await rendered(recordings.get("no-sound.mp4"), tmp_path)
    assert streams(tmp_path / "audio" / "s.m4s")[0]["codec_name"] == "aac"


@pytest.mark.parametrize("name", ["talk.mp3", "bare.wav", "cover.mp3"])
async def test_audio_lectures_have_no_picture(recordings: Recordings, tmp_path: Path, name: str) -> None:
    made, _, _ = await rendered(recordings.get(name), tmp_path)
    assert (made.poster, made.sprites, made.width) == (None, None, 0)
    assert {file.name for file in made.files} == {"master.m3u8", "audio/index.m3u8", "audio/s.m4s"}


async def test_the_last_frame_stays_until_the_sound_ends(recordings: Recordings, tmp_path: Path) -> None:
    made, planned, _ = await rendered(recordings.get("long-sound.mkv"), tmp_path)
    assert planned.picture is not None
    assert planned.picture.hold_ms == pytest.approx(2_000, abs=150)
    assert made.duration_ms == pytest.approx(5_000, abs=100)


async def test_sound_comes_out_at_the_common_loudness(recordings: Recordings, tmp_path: Path) -> None:
    await rendered(recordings.get("talk.mp3"), tmp_path)
    made = tmp_path / "audio" / "s.m4s"
    facts = await listen(made, await probe(made))
    assert facts.sound is not None
    assert facts.sound.loudness == pytest.approx(-16, abs=1)


async def test_a_source_that_cannot_be_decoded_fails_with_a_reason(recordings: Recordings, tmp_path: Path) -> None:
    planned = plan(await probe(recordings.get("lecture.mp4")))

    async def hear(progress: Progress) -> None: ...

    with pytest.raises(RenderFailed) as failure:
        await render(recordings.get("noise.mkv"), planned, tmp_path, hear)
    assert failure.value.code == "encoder_failed"
    assert failure.value.log_tail


async def test_a_shorter_result_than_planned_is_not_published(recordings: Recordings, tmp_path: Path) -> None:
    planned = plan(await probe(recordings.get("faststart.mp4")))

    async def hear(progress: Progress) -> None: ...

    with pytest.raises(RenderFailed) as failure:
        await render(recordings.get("cut.mp4"), planned, tmp_path, hear)
    assert failure.value.code == "incomplete"


async def test_a_cancelled_render_publishes_nothing(recordings: Recordings, tmp_path: Path) -> None:
    planned = plan(await probe(recordings.get("lecture.mp4")))
    started = asyncio.Event()

    async def hear(progress: Progress) -> None:
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(render(recordings.get("lecture.mp4"), planned, tmp_path, hear))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not (tmp_path / "master.m3u8").exists()


async def test_colors_that_need_no_change_come_out_the_same(recordings: Recordings, tmp_path: Path) -> None:
    _, planned, _ = await rendered(recordings.get("red.mp4"), tmp_path)
    assert planned.picture is not None
    assert planned.picture.video_color
    before, after = first_color(recordings.get("red.mp4")), first_color(tmp_path / "720" / "s.m4s")
    assert before[0] > 150 > 60 > before[1]
    assert after == pytest.approx(before, abs=3)


def first_color(path: Path) -> list[int]:
    """Red, green and blue of the first corner of a picture."""
    shown = ["-i", str(path), "-frames:v", "1", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"]
    return list(subprocess.run(["ffmpeg", "-v", "error", *shown], check=True, capture_output=True).stdout[:3])
