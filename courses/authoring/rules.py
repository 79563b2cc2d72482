"""The life of a course version, and who may let it go to learners."""

from collections.abc import Callable, Mapping

import msgspec

from academy.errors import Conflict
from courses.content.findings import Finding, blocking

MOVES: dict[tuple[str, str], str] = {
    ("draft", "submit"): "review",
    ("draft", "discard"): "deleted",
    ("review", "return"): "draft",
    ("review", "publish"): "published",
    ("published", "retire"): "retired",
}
"""Every way a version can move; a deleted draft leaves no row. `CONDITIONS` says what else a move needs."""

OPEN_STATES = ("draft", "review")
SUPERSEDED = "superseded"
"""Why a version retired when the next one was published."""


class CannotMove(Conflict):
    """The version is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "This version has moved on since you opened it. Load the page again to see where it stands."


class NotReady(Conflict):
    """A condition of the move is not met; `reasons` holds one sentence for each. The code names the first condition."""

    def __init__(self, code: str, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons), code=code, reasons=reasons)


class StaleRevision(Conflict):
    """Somebody saved the draft after the editor was opened."""

    code = "stale_revision"
    sentence = "Somebody saved this draft after you opened it, so this is not saved yet. See theirs, then repeat it."


class Lecture(msgspec.Struct, frozen=True):
    """The recording of a lesson. `kind`: recording or deck; `state`: as the media floor tells it."""

    lesson_key: str
    lesson_title: str
    asset_code: str
    kind: str
    state: str
    captions_reviewed: bool
    duration_ms: int = 0


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What the conditions look at: the content's findings, its lectures, and the people (by id) around it."""

    findings: tuple[Finding, ...]
    lectures: tuple[Lecture, ...] = ()
    actor: int
    submitted_by: int | None = None
    authors: frozenset[int] = frozenset()


def nothing_blocks(submission: Submission) -> tuple[str, ...]:
    """The check has no finding that blocks publishing."""
    return tuple(finding.sentence for finding in blocking(submission.findings))


def lectures_play(submission: Submission) -> tuple[str, ...]:
    """Every recording plays and its captions were reviewed. A deck may be filmed later, for its words are all there."""
    return tuple(reason for lecture in submission.lectures if (reason := _keeps_from_playing(lecture)))


def second_person(submission: Submission) -> tuple[str, ...]:
    """The approver neither submitted the version nor is the only author of the course."""
    if submission.actor == submission.submitted_by:
        return ("You sent this version to review, so a second person has to publish it.",)
    if submission.authors == {submission.actor}:
        return ("You are the only author of this course, so a second person has to publish it.",)
    return ()


Condition = Callable[[Submission], tuple[str, ...]]
CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "submit": (nothing_blocks,),
    "publish": (second_person, nothing_blocks, lectures_play),
}


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def unmet(verb: str, submission: Submission) -> dict[str, tuple[str, ...]]:
    """The reasons against a move, by the name of their condition; empty when nothing stands against it."""
    reasons = {condition.__name__: condition(submission) for condition in CONDITIONS.get(verb, ())}
    return {name: found for name, found in reasons.items() if found}


def judge(verb: str, submission: Submission) -> None:
    """Raises NotReady with all reasons when a condition of the move is unmet."""
    if reasons := unmet(verb, submission):
        raise NotReady(next(iter(reasons)), tuple(sentence for found in reasons.values() for sentence in found))


def _keeps_from_playing(lecture: Lecture) -> str:
    named = f"The lecture of “{lecture.lesson_title}”"
    if lecture.state == "failed":
        return f"{named} could not be made. Look at it under Media."
    if lecture.state != "ready":
        return "" if lecture.kind == "deck" else f"{named} is still being made."
    return "" if lecture.captions_reviewed else f"{named} has captions nobody reviewed."
