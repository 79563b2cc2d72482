"""When a quiz may be sat, how long it stays open, and which answers are taken."""

from datetime import datetime, timedelta

import msgspec

from academy.accommodations.rules import lengthened
from academy.errors import Conflict, NotAllowed
from courses.learning.rules.feedback import Phase, Shows, shown
from courses.learning.rules.kinds import RULES, Given, Layout, Tokens

MOVES: dict[tuple[str, str], str] = {
    ("open", "submit"): "graded",
    ("open", "deadline"): "graded",
    ("graded", "void"): "voided",
}
"""The life of an attempt."""


class AttemptClosed(Conflict):
    """The attempt was sent, or voided."""

    code = "attempt_closed"
    sentence = "This quiz was sent already. Your answers are kept as they were when you sent it."


class TooLate(Conflict):
    """The time is over; what was answered before counts."""

    code = "too_late"
    sentence = "The time for this quiz is over. Everything you saved before counts."


class AnswersWaiting(Conflict):
    """Sending now would leave answers behind on the device. Facts: `waiting`."""

    code = "answers_waiting"
    sentence = "Some of your answers are still on this device; they go out with the network, then send the quiz again."


class NotVoidable(Conflict):
    """Only a sent attempt that was not passed can be set aside: nothing that counts may rest on it."""

    code = "not_voidable"
    sentence = "Only an attempt that was sent and not passed can be set aside."


class NoAttemptsLeft(Conflict):
    """Every allowed sitting is used."""

    code = "no_attempts_left"
    sentence = "You have used every attempt. Write to the help desk, who can set one aside so that you have another."


class CoolingOff(Conflict):
    """The next sitting opens later. Facts: `opens_at`."""

    code = "cooling_off"
    sentence = "There is a pause before the next attempt. Use it to look at the lesson again."


class AlreadyPassed(Conflict):
    """The quiz is passed; sitting it again could add nothing."""

    code = "already_passed"
    sentence = "You have passed this quiz already."


class PaperClosed(NotAllowed):
    """The paper holds the key, which is not to be seen yet, or never."""

    code = "paper_closed"
    sentence = "The paper of this attempt is not shown, so that the questions stay fair for everyone."


class QuizTerms(msgspec.Struct, frozen=True):
    """What an author set for a quiz; zero means without limit."""

    pass_percent: int
    attempts_allowed: int = 0
    time_limit_minutes: int = 0
    cool_off_minutes: int = 0
    reveal: str = "after_pass"
    final: bool = False
    after_sending: str = "objectives"
    grace_seconds: int = 10
    shuffle_questions: bool = True
    shuffle_choices: bool = True


class Sitting(msgspec.Struct, frozen=True):
    """An earlier attempt at the same quiz."""

    number: int
    state: str
    passed: bool | None = None
    submitted_at: datetime | None = None


class OpenItem(msgspec.Struct, frozen=True):
    """A presented question of an attempt, as far as taking an answer needs it."""

    state: str
    deadline: datetime | None
    kind: str
    layout: Layout
    grace_seconds: int = 10


def next_number(terms: QuizTerms, past: tuple[Sitting, ...], at: datetime) -> int:
    """The number of the attempt that may start now. Raises AlreadyPassed, NoAttemptsLeft or CoolingOff.

    Voided sittings keep their number but use up nothing.
    """
    if any(sitting.passed for sitting in past if sitting.state == "graded"):
        raise AlreadyPassed()
    if attempts_left(terms, past) == 0:
        raise NoAttemptsLeft()
    opens_at = opens_again(terms, past)
    if opens_at is not None and at < opens_at:
        raise CoolingOff(opens_at=opens_at)
    return max((sitting.number for sitting in past), default=0) + 1


def attempts_left(terms: QuizTerms, past: tuple[Sitting, ...]) -> int | None:
    """How many more sittings the terms allow; None = no limit."""
    if terms.attempts_allowed == 0:
        return None
    used = sum(1 for sitting in past if sitting.state != "voided")
    return max(terms.attempts_allowed - used, 0)


def opens_again(terms: QuizTerms, past: tuple[Sitting, ...]) -> datetime | None:
    """When the pause after the latest counted sitting ends; None = there is no pause."""
    sent = [sitting.submitted_at for sitting in past if sitting.state == "graded" and sitting.submitted_at]
    if not sent or terms.cool_off_minutes == 0:
        return None
    return max(sent) + timedelta(minutes=terms.cool_off_minutes)


def deadline(terms: QuizTerms, opened_at: datetime, *, extra_time_percent: int = 0) -> datetime | None:
    """When the sitting closes by itself, somebody's extra time included; None = no time limit."""
    limit = time_limit(terms, extra_time_percent)
    return opened_at + limit if limit else None


def time_limit(terms: QuizTerms, extra_time_percent: int) -> timedelta:
    """How long a sitting may take with somebody's extra time; zero = without limit."""
    return lengthened(timedelta(minutes=terms.time_limit_minutes), extra_time_percent)


def is_over(closes_at: datetime | None, at: datetime, grace_seconds: int) -> bool:
    """Whether a sitting with this deadline takes no more answers, the grace for travel included."""
    return closes_at is not None and at > closes_at + timedelta(seconds=grace_seconds)


def accept_answer(item: OpenItem, sent: Tokens, at: datetime) -> Given:
    """The answer to store; () = it was taken back.

    Raises AttemptClosed, TooLate, or what the kind of question says to the answer.
    """
    if item.state != "open":
        raise AttemptClosed()
    if is_over(item.deadline, at, item.grace_seconds):
        raise TooLate()
    return RULES[item.kind].accept(item.layout, sent)


def require_all_here(waiting: int, *, over: bool) -> None:
    """Send only what is whole: answers that wait on a device come first, as long as they may. Raises AnswersWaiting."""
    if waiting and not over:
        raise AnswersWaiting(waiting=waiting)


def require_voidable(state: str, *, passed: bool) -> str:
    """The state of an attempt once it is set aside. Raises NotVoidable."""
    if passed or (state, "void") not in MOVES:
        raise NotVoidable()
    return MOVES[state, "void"]


def phase_of(terms: QuizTerms, past: tuple[Sitting, ...], *, sent: bool, closed: bool) -> Phase:
    """Where a learner stands with a quiz after these sittings; closed: the course is."""
    passed = any(sitting.passed for sitting in past if sitting.state == "graded")
    return Phase(sent=sent, passed=passed, last_used=attempts_left(terms, past) == 0, closed=closed)


def require_shown(terms: QuizTerms, phase: Phase) -> None:
    """Let the learner see paper and key of an attempt where the quiz allows it. Raises PaperClosed."""
    if shown(terms.reveal, terms.after_sending, phase) < Shows.KEY:
        raise PaperClosed()
