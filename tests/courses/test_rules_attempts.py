"""Sittings: who may start one, until when it is open, which answers it takes."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from academy.errors import Refusal
from courses.learning.rules import attempts
from courses.learning.rules.attempts import (
    MOVES,
    AlreadyPassed,
    AttemptClosed,
    CoolingOff,
    NoAttemptsLeft,
    OpenItem,
    QuizTerms,
    Sitting,
    TooLate,
    accept_answer,
    next_number,
)
from courses.learning.rules.feedback import Phase, Shows, shown
from courses.learning.rules.kinds import Layout, NotOffered
from tests.strategies_learning import NOON

REVEALS = st.sampled_from(["never", "after_pass", "after_last", "after_closing"])


def item(kind: str = "one", state: str = "open", minutes: int | None = 5) -> OpenItem:
    return OpenItem(
        state, NOON + timedelta(minutes=minutes) if minutes is not None else None, kind, Layout(("c", "a", "b"))
    )


def test_an_answer_is_stored_in_the_order_shown() -> None:
    assert accept_answer(item("many"), ("a", "c"), NOON) == ("c", "a")


def test_an_answer_can_be_taken_back() -> None:
    assert accept_answer(item(), (), NOON) == ()


@pytest.mark.parametrize(("kind", "chosen"), [("one", "d"), ("one", "ab"), ("true_false", "ab"), ("many", "abcd")])
def test_a_choice_that_was_not_offered_is_refused(kind: str, chosen: str) -> None:
    with pytest.raises(NotOffered):
        accept_answer(item(kind), tuple(chosen), NOON)


@pytest.mark.parametrize("state", ["graded", "voided"])
def test_a_sent_attempt_takes_no_answer(state: str) -> None:
    with pytest.raises(AttemptClosed):
        accept_answer(item(state=state), ("a",), NOON)


@given(st.integers(-600, 600), st.integers(0, 120))
def test_an_answer_counts_until_the_deadline_and_its_grace(seconds: int, grace: int) -> None:
    at = NOON + timedelta(minutes=5, seconds=seconds)
    open_item = msgspec.structs.replace(item(), grace_seconds=grace)
    if seconds <= grace:
        assert accept_answer(open_item, ("a",), at) == ("a",)
    else:
        with pytest.raises(TooLate):
            accept_answer(open_item, ("a",), at)


def test_without_a_limit_there_is_no_deadline() -> None:
    assert attempts.deadline(QuizTerms(80), NOON) is None
    assert attempts.deadline(QuizTerms(80, time_limit_minutes=30), NOON) == NOON + timedelta(minutes=30)


def test_a_passed_quiz_is_not_sat_again() -> None:
    with pytest.raises(AlreadyPassed):
        next_number(QuizTerms(80), (Sitting(1, "graded", passed=True, submitted_at=NOON),), NOON)


@given(st.integers(1, 5), st.lists(st.sampled_from(["graded", "voided"]), max_size=8))
def test_only_sittings_that_count_use_up_attempts(allowed: int, states: list[str]) -> None:
    past = tuple(Sitting(number, state, passed=False) for number, state in enumerate(states, 1))
    terms = QuizTerms(80, attempts_allowed=allowed)
    assert attempts.attempts_left(terms, past) == max(allowed - states.count("graded"), 0)
    if states.count("graded") < allowed:
        assert next_number(terms, past, NOON) == len(states) + 1
    else:
        with pytest.raises(NoAttemptsLeft):
            next_number(terms, past, NOON)


@given(st.integers(1, 600), st.integers(-100, 100))
def test_the_pause_runs_from_the_latest_sitting(cool_off: int, minutes: int) -> None:
    past = (Sitting(1, "graded", False, NOON - timedelta(days=1)), Sitting(2, "graded", False, NOON))
    at = NOON + timedelta(minutes=cool_off + minutes)
    terms = QuizTerms(80, cool_off_minutes=cool_off)
    if minutes >= 0:
        assert next_number(terms, past, at) == 3
    else:
        with pytest.raises(CoolingOff) as refusal:
            next_number(terms, past, at)
        assert refusal.value.facts["opens_at"] == NOON + timedelta(minutes=cool_off)


@pytest.mark.parametrize(
    ("reveal", "passed", "last", "closed", "key"),
    [
        ("never", True, True, True, False),
        ("after_pass", True, False, False, True),
        ("after_pass", False, True, True, False),
        ("after_last", False, True, False, True),
        ("after_last", False, False, True, False),
        ("after_closing", True, True, False, False),
        ("after_closing", False, False, True, True),
    ],
)
def test_the_answer_key_shows_only_as_the_author_set(
    reveal: str, *, passed: bool, last: bool, closed: bool, key: bool
) -> None:
    phase = Phase(sent=True, passed=passed, last_used=last, closed=closed)
    assert (shown(reveal, "objectives", phase) == Shows.KEY) is key


@given(REVEALS, st.sampled_from(["result", "objectives", "marks"]), st.tuples(*[st.booleans()] * 3), st.integers(0, 2))
def test_what_was_shown_once_stays_and_an_open_quiz_tells_nothing(
    reveal: str, after: str, now: tuple[bool, bool, bool], turns: int
) -> None:
    names = ("passed", "last_used", "closed")
    phase = Phase(sent=True, **dict(zip(names, now, strict=True)))
    later = msgspec.structs.replace(phase, **{names[turns]: True})
    assert Shows.RESULT <= shown(reveal, after, phase) <= shown(reveal, after, later)
    assert shown(reveal, after, msgspec.structs.replace(later, sent=False)) == Shows.NOTHING
    assert shown(reveal, after, phase) <= shown(reveal, "marks", phase)


class AttemptLife(RuleBasedStateMachine):
    """Any order of events against the plain idea: sent or timed out is final, voiding only after that."""

    def __init__(self) -> None:
        super().__init__()
        self.state = "open"
        self.sent = self.void = False

    @rule(verb=st.sampled_from(["submit", "deadline"]))
    def close(self, verb: str) -> None:
        self.state = MOVES.get((self.state, verb), self.state)
        self.sent = True

    @precondition(lambda self: self.sent)
    @rule()
    def voids(self) -> None:
        self.state = MOVES.get((self.state, "void"), self.state)
        self.void = True

    @invariant()
    def agrees(self) -> None:
        assert self.state == ("voided" if self.void else "graded" if self.sent else "open")

    @invariant()
    def only_open_attempts_take_answers(self) -> None:
        try:
            accept_answer(item(state=self.state), ("a",), NOON)
            taken = True
        except Refusal:
            taken = False
        assert taken is (not self.sent)


TestAttemptLife = AttemptLife.TestCase
