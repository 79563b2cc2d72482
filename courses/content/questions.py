"""The question bank of a course, and the quizzes that draw from it."""

from typing import Annotated, Literal

from msgspec import Meta, field

from courses.content.parts import ChoiceKey, Count, Key, Line, ObjectiveId, Part, Percent, Prose, SourceCode

Kind = Literal["one", "many", "true_false"]
Scoring = Literal["all", "partial"]


class Choice(Part, frozen=True, kw_only=True):
    """An answer to choose. `feedback` is told to whoever chose it, once the key may be shown."""

    key: ChoiceKey
    body: Prose
    correct: bool = False
    feedback: str = ""


class Stimulus(Part, frozen=True, kw_only=True):
    """A situation that several questions share; it is shown above each of them. `pool`: the file it stands in."""

    key: Key
    pool: Key
    title: Line
    body: Prose


class Question(Part, frozen=True, kw_only=True):
    """An item of the question bank. Missing a `critical` item is shown to the learner even after passing."""

    key: Key
    pool: Key
    kind: Kind = "one"
    objective: ObjectiveId = ""
    tags: tuple[Key, ...] = ()
    points: Annotated[int, Meta(ge=1, le=100)] = 1
    scoring: Scoring = "all"
    stimulus: Annotated[str, Meta(max_length=80)] = ""
    stem: Prose
    explanation: str = ""
    sources: tuple[SourceCode, ...] = ()
    critical: bool = False
    choices: tuple[Choice, ...] = field(name="choice", default=())


class Draw(Part, frozen=True, kw_only=True):
    """How many questions a quiz takes from one pool."""

    pool: Key
    count: Annotated[int, Meta(ge=1, le=1000)]


class Quiz(Part, frozen=True, kw_only=True):
    """A check or the final. Zero attempts, minutes or cooling-off minutes mean: no limit."""

    title: Line
    pass_percent: Percent = 80
    attempts_allowed: Count = 0
    time_limit_minutes: Count = 0
    cool_off_minutes: Count = 0
    reveal: Literal["never", "after_pass", "after_last"] = "after_pass"
    final: bool = False
    draws: tuple[Draw, ...] = field(name="draw", default=())
