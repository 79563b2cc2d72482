"""Our own master playlist, and what the slide log says."""

import pytest

from media.ffmpeg.playlists import AudioTrack, Measured, Variant, audio_master, master, slide_changes, with_description
from media.rules.ladder import rungs

MEASURED = Measured(4_000, 90_000, 80_000)
SPOKEN = AudioTrack("audio", "English", "en", MEASURED)
SPANISH = AudioTrack("audio-2", "Interpreter", "es", MEASURED)
DESCRIBED = AudioTrack("description", "Audio description", "en", MEASURED, describes=True)
VARIANTS = [Variant(rung, MEASURED, "avc1.4d401e") for rung in rungs(1280, 720)]


def members(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#EXT-X-MEDIA")]


def test_every_track_is_offered_and_the_first_is_chosen() -> None:
    first, second = members(master(VARIANTS, [SPOKEN, SPANISH], 30))
    assert 'NAME="English",LANGUAGE="en",DEFAULT=YES' in first
    assert 'NAME="Interpreter",LANGUAGE="es",DEFAULT=NO' in second
    assert 'URI="audio-2/index.m3u8"' in second


def test_an_audio_lecture_has_a_group_only_where_there_is_a_choice() -> None:
    assert members(audio_master([SPOKEN])) == []
    assert len(members(audio_master([SPOKEN, SPANISH]))) == 2


def test_a_description_is_added_once_as_what_it_is() -> None:
    text = master(VARIANTS, [SPOKEN, SPANISH], 30)
    once = with_description(text, DESCRIBED)
    assert with_description(once, DESCRIBED) == once
    assert members(once)[:2] == members(text)
    assert 'CHARACTERISTICS="public.accessibility.describes-video"' in members(once)[2]
    assert [line for line in once.splitlines() if line not in members(once)] == [
        line for line in text.splitlines() if line not in members(text)
    ]


@pytest.mark.parametrize(
    ("log", "changes"),
    [
        ("", ()),
        (
            "frame:150  pts:76800   pts_time:5\nlavfi.scd.time=5\nframe:9 pts_time:7\nlavfi.scd.time=7.25\n",
            (5000, 7250),
        ),
        ("lavfi.scd.time=5\nlavfi.scd.ti", (5000,)),
    ],
)
def test_the_slide_log_gives_moments(log: str, changes: tuple[int, ...]) -> None:
    assert slide_changes(log) == changes
