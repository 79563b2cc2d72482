"""Real files, good and hostile, against what an instructor should be told."""

import subprocess
from pathlib import Path

import pytest

from media.ffmpeg import listen, probe
from media.rules.codecs import PICTURE_CODECS, SOUND_CODECS, decoders
from media.rules.ladder import plan
from media.rules.source import Limits, judge
from tests.media.recordings import Recordings

JUDGED = {
    "lecture.mp4": "fine",
    "odd.mp4": "no_sound",
    "no-sound.mp4": "no_sound",
    "silent.mp4": "silence",
    "talk.mp3": "no_picture",
    "cover.mp3": "no_picture",
    "bare.wav": "no_picture",
    "two-tracks.mkv": "more_sound_tracks",
    "streamed.webm": "fine",
    "interlaced.ts": "no_sound",
    "tiny.mp4": "too_small",
    "no-index.mp4": "index_missing",
    "cut.mp4": "truncated",
    "lying.mp4": "duration_lies",
    "empty.mp4": "empty",
    "one-byte.mp4": "not_media",
    "text.mp4": "not_media",
    "page.mp4": "not_media",
    "drawing.mp4": "not_media",
    "bomb.mp4": "not_media",
    "picture.mp4": "not_media",
    "playlist.mp4": "not_media",
    "concat.mp4": "not_media",
    "zeros.mp4": "not_media",
    "box-only.mp4": "index_missing",
    "noise.mkv": "unreadable",
    "snow.mkv": "unknown_codec",
}


@pytest.mark.parametrize(("name", "code"), JUDGED.items())
async def test_every_file_gets_its_verdict(recordings: Recordings, name: str, code: str) -> None:
    path = recordings.get(name)
    verdict = judge(await listen(path, await probe(path)), Limits())
    assert verdict.code == code
    assert verdict.sentence.endswith((".", "?"))


async def test_loudness_and_length_come_from_the_packets(recordings: Recordings) -> None:
    path = recordings.get("lecture.mp4")
    facts = await listen(path, await probe(path))
    assert facts.sound is not None
    assert facts.sound.loudness == pytest.approx(-21.8, abs=1)
    assert facts.held_ms == pytest.approx(5_000, abs=100)


async def test_a_browser_recording_without_duration_is_measured(recordings: Recordings) -> None:
    facts = await probe(recordings.get("streamed.webm"))
    assert facts.claimed_ms == 0
    assert facts.held_ms == pytest.approx(3_000, abs=150)


async def test_a_broadcast_with_a_late_clock_starts_at_nothing(recordings: Recordings) -> None:
    facts = await probe(recordings.get("interlaced.ts"))
    assert facts.picture is not None
    assert facts.picture.interlaced
    assert facts.held_ms < 5_000


async def test_a_turned_phone_gives_an_upright_plan(recordings: Recordings) -> None:
    picture = plan(await probe(recordings.get("rotated.mp4"))).picture
    assert picture is not None
    assert (picture.rungs[0].width, picture.rungs[0].height) == (240, 320)


async def test_stretched_pixels_become_square(recordings: Recordings) -> None:
    facts = await probe(recordings.get("stretched.mp4"))
    assert facts.picture is not None
    assert facts.picture.display_size() == (427, 240)


async def test_the_name_of_a_file_is_never_an_option(recordings: Recordings, tmp_path: Path) -> None:
    path = tmp_path / "-i --help %05d;$(x).mp4"
    path.write_bytes(recordings.get("lecture.mp4").read_bytes())
    assert judge(await probe(path), Limits()).accepted


def test_every_coding_we_allow_opens_the_decoder_ffmpeg_would_choose() -> None:
    """The list names decoders, which are not always called like the coding: `mp3float`, `libdav1d`."""
    listed = subprocess.run(["ffmpeg", "-v", "quiet", "-codecs"], check=True, capture_output=True, text=True).stdout
    chosen: dict[str, str] = {}
    for line in listed.splitlines():
        words = line.split()
        if len(words) > 2 and words[0].startswith("D") and words[1] in PICTURE_CODECS | SOUND_CODECS:
            chosen[words[1]] = line.partition("(decoders: ")[2].partition(" ")[0] or words[1]
    assert len(chosen) > 50
    assert set(chosen.values()) - decoders() == set()
