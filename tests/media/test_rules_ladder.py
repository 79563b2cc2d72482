"""Plans: never larger than the source, always even, always playable."""

from hypothesis import given
from hypothesis import strategies as st

from media.rules.ladder import (
    CELL,
    FRAME_RATES,
    GAIN_DB,
    LONG_MS,
    MOST_SOUNDS,
    POSTER_SIDE,
    PicturePlan,
    first_pass,
    frame_rate,
    gain,
    plan,
    rungs,
    second_pass,
)
from media.rules.source import Sound, SourceFacts
from media.rules.tracks import Label
from tests.strategies_media import sides, source_facts


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    return [(rung.width, rung.height) for rung in rungs(width, height)]


@given(sides, sides)
def test_never_upscales_and_is_even(width: int, height: int) -> None:
    for rung in rungs(width, height):
        assert rung.width <= width
        assert rung.height <= height
        assert rung.width % 2 == rung.height % 2 == 0


@given(sides, sides)
def test_rungs_differ_and_step_down(width: int, height: int) -> None:
    names = [int(rung.name) for rung in rungs(width, height)]
    assert names == sorted(set(names), reverse=True)


@given(sides, sides)
def test_turning_the_picture_turns_every_rung(width: int, height: int) -> None:
    assert sizes(height, width) == [(b, a) for a, b in sizes(width, height)]


def test_the_usual_ladder() -> None:
    assert sizes(1920, 1080) == [(1920, 1080), (1280, 720), (960, 540), (640, 360)]


def test_a_portrait_goes_by_its_short_side() -> None:
    assert sizes(1080, 1920)[-1] == (360, 640)


def test_a_source_between_two_steps_stays_on_top() -> None:
    assert [rung.name for rung in rungs(1536, 864)] == ["864", "720", "540", "360"]


def test_a_source_just_above_a_step_is_not_rendered_twice() -> None:
    assert [rung.name for rung in rungs(1300, 730)] == ["720", "540", "360"]


def test_a_small_source_keeps_its_size() -> None:
    assert sizes(321, 241) == [(320, 240)]


def test_a_strip_is_fitted_by_its_width() -> None:
    assert sizes(8192, 1080)[0][0] <= 1080 * 2.4


@given(st.floats(0.01, 1_000))
def test_frame_rates_stay_on_the_grid(average: float) -> None:
    assert frame_rate(average) in FRAME_RATES


def test_high_and_odd_rates_are_snapped() -> None:
    assert [frame_rate(rate) for rate in (1, 15.126, 23.976, 29.97, 50, 59.94, 240)] == [10, 15, 24, 30, 25, 30, 30]


@given(st.floats(-90, 20))
def test_gain_is_bounded_and_reaches_the_target_between(loudness: float) -> None:
    change = gain(loudness)
    assert GAIN_DB[0] <= change <= GAIN_DB[1]
    if GAIN_DB[0] < change < GAIN_DB[1]:
        assert abs(loudness + change + 16) < 0.01


@given(source_facts())
def test_every_plan_has_sound_and_lasts_as_long_as_the_source(facts: SourceFacts) -> None:
    made = plan(facts)
    assert made.duration_ms == facts.held_ms
    assert made.purposes[0] == "audio"
    assert (made.picture is None) == (facts.picture is None)


@given(source_facts().filter(lambda facts: facts.picture is not None))
def test_storyboard_cells_fit_and_the_last_frame_holds_to_the_end(facts: SourceFacts) -> None:
    made = plan(facts).picture
    assert isinstance(made, PicturePlan)
    assert made.storyboard.width <= CELL[0]
    assert made.storyboard.height <= CELL[1]
    assert facts.picture is not None
    assert facts.picture.held_ms + made.hold_ms == facts.held_ms


@given(source_facts().filter(lambda facts: facts.picture is not None))
def test_a_poster_is_the_lightest_size_that_fills_a_page(facts: SourceFacts) -> None:
    made = plan(facts).picture
    assert made is not None
    lighter = made.rungs[made.rungs.index(made.poster_rung) + 1 :]
    assert all(min(rung.width, rung.height) < POSTER_SIDE for rung in lighter)
    assert made.poster_rung == made.rungs[0] or min(made.poster_rung.width, made.poster_rung.height) >= POSTER_SIDE


def test_silence_is_not_amplified() -> None:
    facts = SourceFacts(1, "mp3", sound=Sound(index=0, codec="mp3", held_ms=5_000, loudness=-75.0))
    assert plan(facts).sound.gain_db == 0


@given(source_facts())
def test_only_long_pictures_with_several_sizes_are_made_in_two_passes(facts: SourceFacts) -> None:
    whole = plan(facts)
    first = first_pass(whole)
    is_long = whole.duration_ms > LONG_MS
    assert (first is not None) == (is_long and whole.picture is not None and len(whole.picture.rungs) > 1)
    if first is not None and first.picture is not None and whole.picture is not None:
        assert first.picture.rungs == whole.picture.rungs[-1:]
        assert set(first.purposes) < set(whole.purposes)
        assert second_pass(whole).purposes == whole.purposes


def test_further_sounds_get_folders_of_their_own() -> None:
    labels = tuple(Label(number, "", "eng") for number in range(8))
    facts = SourceFacts(1, "mp4", sound=Sound(index=0, codec="aac", held_ms=5_000, tracks=8, labels=labels))
    sound = plan(facts).sound
    assert sound.folders == ("audio", "audio-2", "audio-3", "audio-4", "audio-5")
    assert len({sound.name, *(one.name for one in sound.further)}) == MOST_SOUNDS
