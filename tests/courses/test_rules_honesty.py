"""What the digest finds and, above all, what it does not: honest people are left alone."""

from datetime import UTC, datetime, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from courses.honesty.rules import (
    DEVICE_PEOPLE,
    DEVICE_WITHIN,
    FAST_SHARE,
    FEWEST_OTHERS,
    Exam,
    Measured,
    Played,
    Sent,
    Whose,
    fast_exams,
    fast_questions,
    is_look_due,
    median_without,
    one_device,
    together,
    too_fast,
)
from courses.honesty.wording import sentence

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MARIA = Whose(1, 1, 1)
SECONDS = st.integers(0, 4000)


@st.composite
def windows(draw: st.DrawFn, honest: bool = False) -> list[Played]:
    """Lectures in windows of one person; an honest one plays one window at a time, at the speed of life."""
    found, at = [], 0
    for lesson in range(draw(st.integers(2, 5))):
        counted = draw(SECONDS)
        start, end = (draw(st.integers(0, at)), at + counted) if honest else sorted(draw(st.tuples(SECONDS, SECONDS)))
        at = end
        moments = (NOON + timedelta(seconds=start), NOON + timedelta(seconds=end))
        found.append(Played(MARIA, lesson, f"1.{lesson}", *moments, counted, 0 if honest else draw(SECONDS), 4000))
    return found


@given(windows(honest=True))
def test_who_plays_one_lecture_at_a_time_is_never_found(played: list[Played]) -> None:
    assert [*together(played), *too_fast(played)] == []


@given(windows(), st.randoms())
def test_what_is_found_does_not_depend_on_order(played: list[Played], dice: object) -> None:
    before = sorted(found.key for found in together(played))
    dice.shuffle(played)  # type: ignore[attr-defined]
    assert sorted(found.key for found in together(played)) == before
    assert all(sentence(found.kind, found.numbers) for found in [*together(played), *too_fast(played)])


@given(st.lists(SECONDS, min_size=2, max_size=30), st.data())
def test_the_median_of_the_others(times: list[int], data: st.DataObject) -> None:
    ordered = sorted(times)
    index = data.draw(st.integers(0, len(times) - 1))
    assert median_without(ordered, index) == int(median(ordered[:index] + ordered[index + 1 :]))


@given(st.lists(st.integers(1, 4000), max_size=20))
def test_an_exam_is_found_only_against_enough_others_and_far_below(times: list[int]) -> None:
    exams = [Exam(MARIA, number, 1, 20, seconds) for number, seconds in enumerate(times)]
    found = {one.attempt for one in fast_exams(exams, frozenset(range(len(times))))}
    for number, seconds in enumerate(times):
        others = times[:number] + times[number + 1 :]
        fast = len(others) >= FEWEST_OTHERS and seconds * FAST_SHARE < int(median(others))
        assert (number in found) == fast
    assert list(fast_exams(exams, frozenset())) == []


finals = st.lists(st.tuples(st.integers(1, 5), st.sets(st.sampled_from("xyz")), st.integers(0, 400)), max_size=14)


@given(finals)
def test_one_device_is_found_where_enough_people_passed_from_it_close_together(
    drawn: list[tuple[int, set[str], int]],
) -> None:
    sent = [
        Sent(Whose(person, 1, number), number, tuple(devices), NOON + timedelta(minutes=at))
        for number, (person, devices, at) in enumerate(drawn)
    ]
    wanted = set()
    for first in sent:
        for device in first.devices:
            near = [s for s in sent if device in s.devices and first.at <= s.at <= first.at + DEVICE_WITHIN]
            if len({s.whose.person for s in near}) >= DEVICE_PEOPLE:
                wanted |= {s.attempt for s in near}
    found = list(one_device(sent))
    assert sorted(one.attempt or 0 for one in found) == sorted(wanted)
    assert all(sentence(one.kind, one.numbers) for one in found)


@given(st.integers(0, 500), st.integers(0, 2000), st.integers(0, 12))
def test_questions_are_fast_only_against_enough_others(spent: int, usual: int, others: int) -> None:
    found = list(fast_questions([Measured(MARIA, 1, 20, spent, usual, others)]))
    assert bool(found) == (others >= FEWEST_OTHERS and spent * FAST_SHARE < usual)
    assert all(sentence(one.kind, one.numbers) for one in found)


@given(st.integers(0, 500_000))
def test_a_look_is_due_once_a_day(minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)
    assert is_look_due(None, now)
    assert not is_look_due(now, now)
    assert is_look_due(now, now + timedelta(days=1))
