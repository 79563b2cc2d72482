"""Captions in review: one run of lines is replaced where it stands, never over what somebody else wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.errors import Invalid
from media.rules.captions.editing import (
    Line,
    LinesChanged,
    Typed,
    clock_ms,
    clock_text,
    cues_of,
    doubts_of,
    lines_of,
    patched,
    retyped,
)
from tests.strategies_media import review_lines

LINES = (Line(0, 1_000, "One."), Line(1_000, 2_000, "Too.", ("Too",)), Line(3_000, 4_000, "Three."))


@given(review_lines())
def test_doubts_are_kept_by_place(lines: tuple[Line, ...]) -> None:
    assert lines_of(cues_of(lines), doubts_of(lines)) == lines


@given(review_lines(), st.data())
def test_a_run_is_replaced_wherever_it_has_moved(lines: tuple[Line, ...], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    near = data.draw(st.integers(0, 30))
    new = Line(lines[at].start_ms, lines[at].end_ms, "Corrected.")
    assert patched(lines, lines[at : at + 1], (new,), near=near) == (*lines[:at], new, *lines[at + 1 :])


@given(review_lines())
def test_a_change_and_its_opposite_leave_nothing_behind(lines: tuple[Line, ...]) -> None:
    whole = Line(lines[0].start_ms, lines[-1].end_ms, "All in one.")
    assert patched(patched(lines, lines, (whole,), near=0), (whole,), lines, near=0) == lines


def test_what_somebody_else_changed_is_not_overwritten() -> None:
    mine = patched(LINES, LINES[1:2], (Line(1_000, 2_000, "Two."),), near=1)
    with pytest.raises(LinesChanged):
        patched(mine, LINES[1:2], (Line(1_000, 2_000, "To."),), near=1)
    assert patched(mine, LINES[2:], (Line(3_000, 4_000, "3"),), near=2)[1].text == "Two."


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ((Line(1_000, 2_000, " \n "),), "Write the words"),
        ((Line(1_000, 1_000, "Two."),), "must end after"),
        ((Line(900, 2_000, "Two."),), "cannot start before"),
        ((Line(1_000, 3_001, "Two."),), "cannot start before"),
        ((Line(1_000, 2_000, "x" * 401),), "Shorten"),
    ],
)
def test_a_line_that_cannot_stand_is_refused(new: tuple[Line, ...], told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        patched(LINES, LINES[1:2], new, near=1)
    assert told in refusal.value.fields["text"]


def test_the_last_line_cannot_go() -> None:
    with pytest.raises(Invalid):
        patched(LINES[:1], LINES[:1], (), near=0)


@given(review_lines())
def test_a_plain_form_sent_back_untouched_changes_nothing(lines: tuple[Line, ...]) -> None:
    typed = [Typed(line.text, clock_text(line.start_ms), clock_text(line.end_ms)) for line in lines]
    assert retyped(lines, typed) == lines


def test_a_plain_form_changes_words_times_and_marks() -> None:
    typed = [Typed("One."), Typed("Two.", "0:01.2", "2.25", looked=True), Typed("Three.")]
    assert retyped(LINES, typed)[1] == Line(1_200, 2_250, "Two.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (Typed(""), "Line 2: write its words"),
        (Typed("Two.", "soon"), "Line 2: write times like"),
        (Typed("Two.", "0:00.5"), "Line 2: this starts before"),
        (Typed("Two.", "0:02.5"), "Line 2: this ends before"),
    ],
)
def test_a_faulty_line_of_the_plain_form_is_named(typed: Typed, told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        retyped(LINES, [Typed("One."), typed, Typed("Three.")])
    assert told in refusal.value.fields["text"]


def test_another_number_of_lines_is_another_file() -> None:
    with pytest.raises(LinesChanged):
        retyped(LINES, [Typed("One.")])


@given(st.integers(0, 90_000_000))
def test_shown_times_can_be_read(ms: int) -> None:
    assert clock_ms(clock_text(ms)) == ms // 100 * 100


@pytest.mark.parametrize("typed", ["", "soon", "1:2:3:4", "-1", "1:"])
def test_other_words_are_no_time(typed: str) -> None:
    assert clock_ms(typed) is None
