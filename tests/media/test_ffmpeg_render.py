"""Real renders: what learners will play, read back by ffprobe."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest

from media.ffmpeg import Progress, Rendered, RenderFailed, listen, probe, render
from media.ffmpeg.progress import PASS_SHARE
from media.rules.ladder import RenditionPlan, plan
from tests.media.recordings import Recordings


async def rendered(source: Path, into: Path) -> tuple[Rendered, RenditionPlan, list[Progress]]:
    heard: list[Progress] = []

    async def hear(progress: Progress) -> None:
        heard.append(progress)

    planned = plan(await listen(source, await probe(source)))
    return await render(source, planned, into, hear), planned, heard


def streams(path: Path) -> list[dict[str, str]]:
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    found: list[dict[str, str]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["streams"]
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
