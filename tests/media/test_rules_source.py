"""What may become a lecture, decided from facts alone."""

import msgspec
import pytest
from hypothesis import given

from media.rules.source import GATE_LUFS, Decision, Limits, Picture, Sound, SourceFacts, Trouble, judge, refusal, spoken
from tests.strategies_media import source_facts

PICTURE = Picture(index=0, codec="h264", width=1280, height=720, fps=25, held_ms=60_000)
SOUND = Sound(index=1, codec="aac", held_ms=60_000, loudness=-20.0)
LECTURE = SourceFacts(10_000, "mp4", container="mov", claimed_ms=60_000, picture=PICTURE, sound=SOUND)
replace = msgspec.structs.replace


def held(ms: int, *, claimed: int) -> SourceFacts:
    return replace(LECTURE, claimed_ms=claimed, picture=replace(PICTURE, held_ms=ms), sound=replace(SOUND, held_ms=ms))


REFUSED = {
    "empty": replace(LECTURE, size=0),
    "not_media": SourceFacts(100, "playlist"),
    "index_missing": replace(LECTURE, trouble=Trouble.INDEX_MISSING),
    "unreadable": replace(LECTURE, trouble=Trouble.UNREADABLE),
    "too_slow": replace(LECTURE, trouble=Trouble.TOO_SLOW),
    "nothing_playable": replace(LECTURE, picture=None, sound=None),
    "unknown_codec": replace(LECTURE, picture=replace(PICTURE, codec="ansi")),
    "too_small": replace(LECTURE, picture=replace(PICTURE, width=16, height=16)),
    "too_large": replace(LECTURE, picture=replace(PICTURE, width=16_000, height=16_000)),
    "duration_lies": held(6_000, claimed=1_000_000_000),
    "truncated": held(36_000, claimed=60_000),
    "too_long": held(55 * 3_600_000, claimed=55 * 3_600_000),
    "damaged": replace(LECTURE, picture=replace(PICTURE, broken=0.2)),
    "too_short": held(300, claimed=300),
}


@pytest.mark.parametrize(("code", "facts"), REFUSED.items())
def test_refuses_with_one_reason_and_a_sentence(code: str, facts: SourceFacts) -> None:
    verdict = judge(facts, Limits())
    assert (verdict.decision, [finding.code for finding in verdict.findings]) == (Decision.REFUSE, [code])
    assert verdict.sentence.endswith(".")


WARNED = {
    "no_sound": replace(LECTURE, sound=None),
    "silence": replace(LECTURE, sound=replace(SOUND, loudness=GATE_LUFS)),
    "more_sound_tracks": replace(LECTURE, sound=replace(SOUND, tracks=2)),
    "no_picture": replace(LECTURE, picture=None),
    "some_damage": replace(LECTURE, picture=replace(PICTURE, broken=0.05)),
}


@pytest.mark.parametrize(("code", "facts"), WARNED.items())
def test_accepts_with_a_warning(code: str, facts: SourceFacts) -> None:
    verdict = judge(facts, Limits())
    assert (verdict.decision, verdict.code) == (Decision.WARN, code)


def test_a_sound_nobody_listened_to_is_not_called_silent() -> None:
    assert judge(replace(LECTURE, sound=replace(SOUND, loudness=None)), Limits()).decision is Decision.ACCEPT


def test_a_decoder_that_may_not_be_opened_is_named() -> None:
    assert "uses snow." in judge(SourceFacts(100, "mp4", forbidden_codec="snow", counted=False), Limits()).sentence


def test_before_packets_are_counted_only_the_header_refuses() -> None:
    told = replace(held(0, claimed=1_000_000_000), counted=False)
    assert refusal(told, Limits()) is None
    assert refusal(replace(told, picture=replace(PICTURE, width=16_000)), Limits()) is not None


def test_an_ordinary_lecture_is_fine() -> None:
    assert judge(LECTURE, Limits()).decision is Decision.ACCEPT


def test_a_cut_file_says_how_much_is_there() -> None:
    assert "claims 59.0 s but holds 36.0 s" in judge(held(36_000, claimed=59_000), Limits()).sentence


def test_a_stretched_picture_counts_by_what_viewers_see() -> None:
    wide = replace(LECTURE, picture=replace(PICTURE, width=4096, pixel_shape=(8, 1)))
    assert judge(wide, Limits()).code == "too_large"


@given(source_facts())
def test_a_shorter_limit_never_accepts_more(facts: SourceFacts) -> None:
    strict = judge(facts, Limits(longest_ms=600_000, longest_side=1920))
    assert judge(facts, Limits()).accepted or not strict.accepted


@pytest.mark.parametrize(("ms", "said"), [(3_600, "3.6 s"), (60_000, "1 min"), (3_900_000, "1 h 05 min")])
def test_lengths_are_said_as_people_say_them(ms: int, said: str) -> None:
    assert spoken(ms) == said
