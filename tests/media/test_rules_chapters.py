"""Chapters: proposed where slides change, typed by people, never two at one time."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rules.chapters import APART_MS, MOST, Chapter, ChapterLine, ChaptersFaulty, arranged, proposed, written

HOUR_MS = 3_600_000
chapter_lists = st.lists(st.tuples(st.integers(0, 3_599), st.text("abc ", min_size=1, max_size=9)), max_size=20).map(
    lambda pairs: tuple(
        Chapter(second * 1000, title.strip() or "a") for second, title in sorted({0: "a", **dict(pairs)}.items())
    )
)


@given(st.lists(st.integers(0, HOUR_MS)), st.integers(1_000, HOUR_MS))
def test_proposals_start_at_zero_lie_apart_and_end_with_the_recording(changes: list[int], duration_ms: int) -> None:
    starts = [chapter.start_ms for chapter in proposed(changes, duration_ms)]
    assert starts == sorted(set(starts))
    assert len(starts) <= MOST
    assert len(starts) != 1
    edges = [*starts, duration_ms] if starts else []
    assert all(after - before >= APART_MS for before, after in pairwise(edges))


def test_a_flurry_of_slides_is_one_part() -> None:
    found = proposed([21_000, 22_000, 40_999, 41_000, 90_000], 100_000)
    assert found == (Chapter(0, "Part 1"), Chapter(21_000, "Part 2"), Chapter(41_000, "Part 3"))


@given(chapter_lists)
def test_what_is_written_out_is_read_back(chapters: tuple[Chapter, ...]) -> None:
    assert arranged(written(chapters), HOUR_MS) == chapters


@given(chapter_lists, st.randoms())
def test_the_order_of_the_lines_does_not_matter(chapters: tuple[Chapter, ...], random: Random) -> None:
    lines = list(written(chapters))
    random.shuffle(lines)
    assert arranged(lines, HOUR_MS) == chapters


def test_empty_lines_are_no_chapters() -> None:
    assert arranged([ChapterLine(), ChapterLine("0:00", "Start"), ChapterLine()], 9_000) == (Chapter(0, "Start"),)
    assert arranged([ChapterLine()], 9_000) == ()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (ChapterLine("soon", "Leads"), "Write the time as minutes and seconds, for example 12:30."),
        (ChapterLine("0:75", "Leads"), "Write the time as minutes and seconds, for example 12:30."),
        (ChapterLine("1:00:00", "Leads"), "The recording is over by then."),
        (ChapterLine("0:00", "Leads"), "Another chapter begins at this time."),
        (ChapterLine("0:30", ""), "Name this chapter."),
        (ChapterLine("", "Leads"), "Write the time as minutes and seconds, for example 12:30."),
        (ChapterLine("0:30", "x" * 121), "Shorten this to 120 characters or fewer."),
    ],
)
def test_a_faulty_line_keeps_what_was_typed(line: ChapterLine, fault: str) -> None:
    with pytest.raises(ChaptersFaulty) as refusal:
        arranged([ChapterLine("0:00", "Start"), line], HOUR_MS)
    kept = refusal.value.lines[1]
    assert (kept.time, kept.title, kept.fault) == (line.time, line.title, fault)
    assert refusal.value.fields == {"chapter-2": fault}


def test_one_chapter_begins_at_the_beginning() -> None:
    with pytest.raises(ChaptersFaulty) as refusal:
        arranged([ChapterLine("0:10", "Late")], HOUR_MS)
    assert refusal.value.fields == {"chapter-1": "One chapter has to begin at 0:00."}


def test_too_many_are_refused() -> None:
    lines = [ChapterLine(f"{number}:00", "Part") for number in range(MOST + 1)]
    with pytest.raises(ChaptersFaulty):
        arranged(lines, 2 * HOUR_MS)
