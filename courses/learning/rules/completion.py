"""What a course still asks of a learner, and why; nothing left means the course is complete."""

from datetime import datetime
from typing import Literal

import msgspec

from academy.errors import Conflict

STATEMENT = (
    "I, {name}, took the course {course} myself. I watched or read its lessons, and the answers I gave in its quizzes "
    "and its final exam are my own work, given without help from another person. I know that my agency may rely on "
    "this record."
)
"""The words a learner signs; stored with the name and course filled in, exactly as they were shown."""


class NotYetOpen(Conflict):
    """The exam or the statement comes after something else. Facts: `unmet`."""

    code = "not_yet_open"
    sentence = "This opens once everything before it is done."


class QuizStanding(msgspec.Struct, frozen=True):
    """A quiz as far as completion looks at it. `best_percent` None = never sent."""

    questions: int
    pass_percent: int
    passed: bool = False
    best_percent: int | None = None
    best_points: int | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One lesson or exam with how far this learner is. A lesson asks for its lecture or, without one, for its text.

    reads_slides: the lecture's film could not be made, so its slides and words are read in its place.
    stops: questions inside the lecture; `stops_right` of them were answered rightly at the first try.
    active_seconds: how long the learner was there, None where that was never measured.
    """

    lesson_id: int
    key: str
    number: str
    title: str
    kind: str = "lesson"
    minutes: int = 0
    takes_law: bool = False
    module_key: str = ""
    module_title: str = ""
    has_lecture: bool = False
    lecture_seconds: int = 0
    reads_slides: bool = False
    minimum_watch_percent: int = 90
    watched_seconds: int = 0
    watched_percent: int = 0
    resume_ms: int = 0
    has_text: bool = False
    read_at: datetime | None = None
    has_scenario: bool = False
    scenario_at: datetime | None = None
    stops: int = 0
    stops_required: bool = False
    stops_answered: int = 0
    stops_right: int = 0
    quiz: QuizStanding | None = None
    active_seconds: int | None = None
    touched_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def is_exam(self) -> bool:
        return self.kind == "exam"

    @property
    def is_done(self) -> bool:
        """Once done always done, even if a part of it would be missing today."""
        return self.done_at is not None or not parts_left(self)

    @property
    def is_begun(self) -> bool:
        return self.touched_at is not None

    @property
    def name(self) -> str:
        """How sentences and buttons call it: "lesson 2.3", "the final exam"."""
        return f"lesson {self.number or self.title}" if not self.is_exam else self.title[:1].lower() + self.title[1:]

    @property
    def minutes_left(self) -> int:
        """Planned minutes that remain; what was watched is taken off."""
        return 0 if self.is_done else max(self.minutes - self.watched_seconds // 60, 1)


class Unmet(msgspec.Struct, frozen=True):
    """One requirement that is open: what, why, and the step it is about (None for several)."""

    kind: Literal["lesson", "lessons", "exam", "statement"]
    what: str
    why: str
    step_key: str | None = None
    is_begun: bool = False
    opens_later: bool = False


def parts_left(step: Step) -> tuple[str, ...]:
    """The parts of a step that are still open, in words, in the order of the page."""
    parts = (_lecture_left(step), _stops_left(step), _text_left(step), _scenario_left(step), _quiz_left(step))
    return tuple(words for words in parts if words)


def unmet(steps: tuple[Step, ...], *, is_signed: bool, pass_percent: int) -> tuple[Unmet, ...]:
    """Everything left of a course, in the order it has to be done; empty = complete."""
    lessons = tuple(step for step in steps if not step.is_exam and not step.is_done)
    exams = tuple(step for step in steps if step.is_exam and not step.is_done)
    found: list[Unmet] = []
    current = current_step(lessons)
    if current is not None:
        found.append(_current(current))
    if len(lessons) > 1:
        found.append(_others(len(lessons) - 1, pass_percent))
    found.extend(_exam(exam, opens_later=bool(lessons)) for exam in exams)
    if not is_signed:
        found.append(_statement(opens_later=bool(lessons or exams)))
    return tuple(found)


def current_step(steps: tuple[Step, ...]) -> Step | None:
    """Where to go on: the begun step touched last, otherwise the first that is open."""
    open_steps = [step for step in steps if not step.is_done]
    begun = [step for step in open_steps if step.touched_at is not None]
    if begun:
        return max(begun, key=lambda step: step.touched_at.timestamp() if step.touched_at else 0.0)
    return open_steps[0] if open_steps else None


def minutes_left(steps: tuple[Step, ...]) -> int:
    """Planned minutes of everything that is not done."""
    return sum(step.minutes_left for step in steps)


def require_exam_open(steps: tuple[Step, ...]) -> None:
    """Raises NotYetOpen while a lesson is open."""
    left = [step for step in steps if not step.is_exam and not step.is_done]
    if left:
        raise NotYetOpen(f"The final exam opens once every lesson is done. Next: {left[0].name}.", lesson=left[0].key)


def require_statement_open(steps: tuple[Step, ...]) -> None:
    """Raises NotYetOpen while a lesson or the exam is open."""
    left = [step for step in steps if not step.is_done]
    if left:
        raise NotYetOpen(f"You can sign once everything else is done. Next: {left[0].name}.", lesson=left[0].key)


def _lecture_left(step: Step) -> str:
    """Nobody is asked for what cannot be had: where a film failed, its slides are enough. One that is only not made yet
    is waited for.
    """
    if step.reads_slides and step.watched_percent < step.minimum_watch_percent:
        return "the slides of the lecture" if step.read_at is None else ""
    if not step.has_lecture or step.watched_percent >= step.minimum_watch_percent:
        return ""
    if step.lecture_seconds == 0:
        return "the lecture"
    needed = step.lecture_seconds * step.minimum_watch_percent // 100 - step.watched_seconds
    return _plural(max(-(-needed // 60), 1), "minute") + " of lecture"


def _stops_left(step: Step) -> str:
    """Questions inside the lecture, where the author wants them answered; any answer will do."""
    left = step.stops - step.stops_answered
    if not step.stops_required or step.reads_slides or left <= 0:
        return ""
    return f"{_plural(left, 'question')} in the lecture ({step.stops_answered} of {step.stops} answered)"


def _text_left(step: Step) -> str:
    return "the text" if step.has_text and not step.has_lecture and not step.is_exam and step.read_at is None else ""


def _scenario_left(step: Step) -> str:
    return "one scenario" if step.has_scenario and step.scenario_at is None else ""


def _quiz_left(step: Step) -> str:
    if step.quiz is None or step.quiz.passed:
        return ""
    article = "an" if step.quiz.questions in (8, 11, 18) or 80 <= step.quiz.questions <= 89 else "a"
    return f"{article} {step.quiz.questions}-question {'exam' if step.is_exam else 'quiz'}"


def _current(step: Step) -> Unmet:
    what = f"The rest of {step.name}" if step.is_begun else step.name[:1].upper() + step.name[1:]
    return Unmet("lesson", what, ": " + ", ".join(parts_left(step)), step.key, is_begun=step.is_begun)


def _others(count: int, pass_percent: int) -> Unmet:
    why = f", because every lesson and its quiz ({pass_percent}%) counts toward your hours"
    return Unmet("lessons", _plural(count, "more lesson"), why)


def _exam(step: Step, *, opens_later: bool) -> Unmet:
    needed = step.quiz.pass_percent if step.quiz else 0
    why = f", {needed}% to pass, because the certificate states that you know the matter"
    return Unmet("exam", step.title, why, step.key, is_begun=step.is_begun, opens_later=opens_later)


def _statement(*, opens_later: bool) -> Unmet:
    why = ", because agencies ask for proof that the work was yours"
    return Unmet("statement", "Signed statement", why, opens_later=opens_later)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
