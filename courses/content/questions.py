"""The question bank of a course, and the quizzes that draw from it."""

from typing import Annotated, Literal

from msgspec import Meta, field

from courses.content.parts import (
    ChoiceKey,
    Count,
    Key,
    Line,
    LongLine,
    ObjectiveId,
    Part,
    Percent,
    Prose,
    SourceCode,
)

Kind = Literal["one", "many", "true_false", "matching", "ordering", "numeric", "text", "hotspot"]
Scoring = Literal["all", "partial"]
Reveal = Literal["never", "after_pass", "after_last", "after_closing"]
AfterSending = Literal["result", "objectives", "marks"]
Figure = Annotated[str, Meta(pattern="^-?[0-9]+([.][0-9]+)?$", max_length=30)]
"""A number as people write it, kept as text so that 0.1 stays 0.1."""
NoneOrKey = Annotated[str, Meta(pattern="^([a-z0-9][a-z0-9-]*)?$", max_length=80)]
PerMille = Annotated[int, Meta(ge=0, le=1000)]


class Choice(Part, frozen=True, kw_only=True):
    """An answer to choose. `feedback` is told to whoever chose it, once the key may be shown."""

    key: ChoiceKey
    body: Prose
    correct: bool = False
    feedback: str = ""


class Pair(Part, frozen=True, kw_only=True):
    """Two things that belong together. Without `left`: one more to choose from, which belongs to nothing."""

    key: ChoiceKey
    left: str = ""
    right: Prose


class Numeric(Part, frozen=True, kw_only=True):
    """A number, right within the larger of `tolerance` and `percent` of it. `unit` stands beside the field."""

    value: Figure
    tolerance: Figure = "0"
    percent: Annotated[int, Meta(ge=0, le=100)] = 0
    unit: Annotated[str, Meta(max_length=40)] = ""


class Accept(Part, frozen=True, kw_only=True):
    """A way to write a short answer, and what it brings. `any_order`: its words may stand in any order."""

    text: LongLine
    per_mille: Annotated[int, Meta(ge=1, le=1000)] = 1000
    any_order: bool = False


class Region(Part, frozen=True, kw_only=True):
    """A place in a picture: left, top, width and height, or the corners one after the other, in thousandths of it.

    `body` says where it is, for those who choose from the list.
    """

    key: ChoiceKey
    body: LongLine
    shape: Annotated[tuple[PerMille, ...], Meta(min_length=4)]
    correct: bool = False


class Hotspot(Part, frozen=True, kw_only=True):
    """A drawn diagram with places to choose from. `diagram`: its name and its items, one a line, as on a slide.

    `cut`: how much of the drawing's width is shown, in thousandths, where the rest would tell the answer.
    """

    diagram: Prose
    cut: Annotated[int, Meta(ge=100, le=1000)] = 1000
    alt: Prose
    regions: tuple[Region, ...] = field(name="region")


class Stimulus(Part, frozen=True, kw_only=True):
    """A situation that several questions share; it is shown above each of them. `pool`: the file it stands in."""

    key: Key
    pool: Key
    title: Line
    body: Prose


class Question(Part, frozen=True, kw_only=True):
    """An item of the question bank. Missing a `critical` item is shown to the learner even after passing.

    Each kind has its own parts: `choices` (for ordering, in the right order), `pairs`, `numeric`, `accepts` for a short
    text, or `hotspot`. `scoring`: whether an answer that is right in part brings a part of the points.
    """

    key: Key
    pool: Key
    kind: Kind = "one"
    objective: ObjectiveId = ""
    tags: tuple[Key, ...] = ()
    points: Annotated[int, Meta(ge=1, le=100)] = 1
    scoring: Scoring = "all"
    stimulus: NoneOrKey = ""
    stem: Prose
    explanation: str = ""
    sources: tuple[SourceCode, ...] = ()
    critical: bool = False
    choices: tuple[Choice, ...] = field(name="choice", default=())
    pairs: tuple[Pair, ...] = field(name="pair", default=())
    numeric: Numeric | None = None
    accepts: tuple[Accept, ...] = field(name="accept", default=())
    hotspot: Hotspot | None = None


class Draw(Part, frozen=True, kw_only=True):
    """How many questions a quiz takes from one pool."""

    pool: Key
    count: Annotated[int, Meta(ge=1, le=1000)]


class Pick(Part, frozen=True, kw_only=True):
    """How many questions a quiz takes of those with all these marks; what is left empty excludes nothing."""

    count: Annotated[int, Meta(ge=1, le=1000)]
    pool: NoneOrKey = ""
    tags: tuple[Key, ...] = ()
    objective: ObjectiveId = ""
    kinds: tuple[Kind, ...] = ()
    stimulus: NoneOrKey = ""


class Quiz(Part, frozen=True, kw_only=True):
    """A check or the final. Zero attempts, minutes or cooling-off minutes mean: no limit.

    What learners are shown: nothing of right and wrong while they answer; `after_sending`: points alone, by objective,
    or which answers were right; `reveal`: from when the key and its reasons. grace_seconds: how long after the end an
    answer may still arrive. shuffle_choices: of questions with choices; elsewhere the order is part of what is asked.
    """

    title: Line
    pass_percent: Percent = 80
    attempts_allowed: Count = 0
    time_limit_minutes: Count = 0
    cool_off_minutes: Count = 0
    reveal: Reveal = "after_pass"
    after_sending: AfterSending = "objectives"
    grace_seconds: Annotated[int, Meta(ge=0, le=120)] = 10
    shuffle_questions: bool = True
    shuffle_choices: bool = True
    final: bool = False
    draws: tuple[Draw, ...] = field(name="draw", default=())
    picks: tuple[Pick, ...] = field(name="pick", default=())

    @property
    def size(self) -> int:
        """How many questions it asks."""
        return sum(draw.count for draw in self.draws) + sum(pick.count for pick in self.picks)
