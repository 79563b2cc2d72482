"""`academy media judge|doctor`, as the command line calls them."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from academy import clock
from academy.settings import Settings
from media import commands
from media.ffmpeg.jail import Jail
from media.ffmpeg.needs import Build
from media.queries.diagnosis import Health, about_build, about_disk, about_jail, about_queue
from media.queries.health import queue
from media.rules.lifecycle import AssetState
from media.tables import MediaAsset
from tests.cast import Cast
from tests.media.preparing import uploaded
from tests.media.recordings import Recordings


async def run(*words: object) -> int:
    parser = ArgumentParser()
    commands.register(parser)
    arguments = parser.parse_args([str(word) for word in words])
    return int(await arguments.run(arguments))


async def test_a_fine_file_and_one_with_a_warning_are_accepted(
    recordings: Recordings, capsys: pytest.CaptureFixture[str]
) -> None:
    fine, silent = recordings.get("lecture.mp4"), recordings.get("silent.mp4")
    assert await run("judge", fine, silent) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{fine}: accept (fine): The recording is fine.",
        f"{silent}: accept with warning (silence): The sound track is silent. Listen to it before learners do.",
    ]


async def test_programs_get_one_array(recordings: Recordings, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("judge", "--json", recordings.get("lecture.mp4"), recordings.get("playlist.mp4")) == 1
    fine, refused = json.loads(capsys.readouterr().out)
    assert (fine["decision"], fine["code"], fine["width"], fine["sound_tracks"]) == ("accept", "fine", 320, 1)
    assert (refused["decision"], refused["code"]) == ("refuse", "not_media")
    assert refused["findings"] == [{"code": "not_media", "sentence": refused["sentence"]}]


async def test_what_cannot_be_opened_gets_a_sentence_and_the_rest_its_verdict(
    recordings: Recordings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [tmp_path, tmp_path / "none.mp4", "/dev/null", "x" * 300, recordings.get("page.mp4")]
    assert await run("judge", "--json", *names) == 2
    said = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in said] == ["folder", "missing", "no_file", "unreadable_path", "not_media"]
    assert all(one["sentence"].endswith(".") for one in said)


async def test_names_steer_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("judge", tmp_path / "\x1b[2Jgone\u202e4pm.exe\udcff") == 2
    assert "\\x1b[2Jgone\\u202e4pm.exe\\xff: not opened" in capsys.readouterr().out


async def test_a_machine_without_walls_judges_nothing(
    recordings: Recordings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("media.ffmpeg.runner.find_jail", lambda: Jail(landlock=0))
    assert await run("judge", recordings.get("lecture.mp4")) == 2
    assert "ACADEMY_MEDIA_JAIL=limits-only" in capsys.readouterr().err


async def test_the_doctor_looks_at_machine_and_queue(
    cast: Cast, recordings: Recordings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = await uploaded(cast.ines, recordings.get("page.mp4"), title="Scene safety")
    failed = {MediaAsset.state: AssetState.FAILED, MediaAsset.failure: "not_media", MediaAsset.failure_note: "No film."}
    await MediaAsset.update(failed).where(MediaAsset.code == code)
    await uploaded(cast.ines, recordings.get("talk.mp3"))
    assert await run("doctor") == 0
    said = capsys.readouterr().out
    assert "1 failed, 1 uploaded." in said
    assert f"Scene safety ({code}): not_media: No film." in said
    assert "Oldest sign of life" in said
    assert await run("doctor", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {"ffmpeg", "ffprobe", "jail", "disk", "recordings", "uploads"} <= {check["name"] for check in told["checks"]}


@pytest.mark.usefixtures("database")
async def test_a_quiet_recording_is_noticed() -> None:
    now = clock.now()
    quiet = msgspec.structs.replace(await queue(), oldest_heartbeat=now - timedelta(minutes=5))
    assert [check.health for check in about_queue(quiet, now) if check.name == "heartbeat"] == [Health.LOOK]


def test_missing_essentials_are_told_apart_from_what_can_wait(config: Settings) -> None:
    assert about_build(Build("ffmpeg")).health is Health.MISSING
    assert about_build(Build("ffmpeg", "/f", "7", frozenset({"libx264"}))).health is Health.MISSING
    assert about_build(Build("ffmpeg", "/f", "7", frozenset({"zscale"}))).health is Health.LOOK
    assert about_jail(Jail(0), "required").health is Health.MISSING
    assert about_jail(Jail(0), "limits-only").health is Health.LOOK
    assert about_jail(Jail(2), "required").health is Health.LOOK
    assert about_jail(Jail(2, "/usr/bin/bwrap"), "required").health is Health.FINE
    assert about_disk(msgspec.structs.replace(config, upload_limit_bytes=2**60)).health is Health.LOOK
