"""Evaluating a course: what is asked, when it may be given, and what its results may show without showing anybody."""

import hashlib
import hmac
from collections.abc import Mapping

import msgspec

from academy.errors import Conflict, Invalid

FEWEST = 5
"""Fewer answers than this are shown to nobody: in a small group an answer has a face."""
SCALE = range(1, 6)


class NotYetTaken(Conflict):
    """An evaluation before the end of the course."""

    code = "not_yet_taken"
    sentence = "You can say what you think of a course once you have completed it."


class EvaluationClosed(Conflict):
    """The version is not taught any more."""

    code = "evaluation_closed"
    sentence = "This version of the course is no longer taught, so its evaluation is closed. What you said is kept."


class NothingSaid(Invalid):
    """An evaluation without an answer and without a word."""

    code = "nothing_said"
    sentence = "Choose at least one answer, or write a few words."


class Question(msgspec.Struct, frozen=True):
    """One question with the words for 1 to 5."""

    key: str
    words: str
    labels: tuple[str, ...]


QUESTIONS = (
    Question(
        "relevance",
        "How much does this course have to do with your work?",
        ("Nothing", "Little", "Some", "Much", "Very much"),
    ),
    Question(
        "clarity",
        "How clear were its lessons?",
        ("Very unclear", "Unclear", "In between", "Clear", "Very clear"),
    ),
    Question(
        "lectures",
        "How good were its lectures and their instructors?",
        ("Very poor", "Poor", "Fair", "Good", "Very good"),
    ),
    Question(
        "use",
        "Will you use what you learned on the job?",
        ("Surely not", "Rather not", "Perhaps", "Probably", "Surely"),
    ),
)
"""The first of the four usual levels of evaluating training: how those who took it find it."""


class Answers(msgspec.Struct, frozen=True):
    """What one learner says; None and "" where a question was left out."""

    relevance: int | None = None
    clarity: int | None = None
    lectures: int | None = None
    use: int | None = None
    comment: str = ""


class Tally(msgspec.Struct, frozen=True):
    """The answers to one question, by label; `counts` is empty where there are too few to show."""

    question: Question
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def finding(self) -> str:
        """The chart's title: how many chose one of the two better labels."""
        better = " or ".join(self.question.labels[3:]).lower()
        return f"{sum(self.counts[3:])} of {self.answers}: {better}"


def require_open(*, is_completed: bool, is_retired: bool) -> None:
    """Raises NotYetTaken or EvaluationClosed."""
    if not is_completed:
        raise NotYetTaken()
    if is_retired:
        raise EvaluationClosed()


def require_something(answers: Answers) -> Answers:
    """The answers as they are kept. Raises NothingSaid."""
    kept = msgspec.structs.replace(answers, comment=answers.comment.strip())
    if kept == Answers():
        raise NothingSaid(fields={"relevance": NothingSaid.sentence})
    return kept


def mark_of(enrollment_id: int, secret: str) -> str:
    """Under which an evaluation is found again by its giver; nobody without the house's secret can tell whose it is.

    With another secret than it was given under, an evaluation can no longer be changed; it goes on counting.
    """
    return hmac.new(secret.encode(), f"evaluation:{enrollment_id}".encode(), hashlib.sha256).hexdigest()


def tallies(counts: Mapping[tuple[str, int], int]) -> tuple[Tally, ...]:
    """One for each question, from how often each (key, answer) was given; those with too few answers are empty."""
    found = []
    for question in QUESTIONS:
        row = tuple(counts.get((question.key, answer), 0) for answer in SCALE)
        found.append(Tally(question, row if sum(row) >= FEWEST else ()))
    return tuple(found)


def shown(comments: tuple[str, ...], evaluations: int) -> tuple[str, ...]:
    """What was written, by the alphabet and not by time; nothing while there are too few evaluations."""
    return tuple(sorted(comments, key=str.casefold)) if evaluations >= FEWEST else ()
