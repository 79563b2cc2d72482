"""A course in memory: frozen structs with lasting keys, the same for a folder, for rows and for the editor.

The names in TOML are singular (`[[lesson.objective]]`) because a table array names one entry at a time; the structs
carry both spellings, so that a file converts straight into them and back.
"""

import hashlib
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, field

from courses.content.parts import (
    ChoiceKey,
    Count,
    Key,
    Line,
    LongLine,
    Part,
    Percent,
    Prose,
    SourceCode,
)
from courses.content.questions import (
    Accept,
    Choice,
    Draw,
    Hotspot,
    Kind,
    Numeric,
    Pair,
    Pick,
    Question,
    Quiz,
    Region,
    Stimulus,
)

__all__ = [
    "Accept",
    "Choice",
    "Draw",
    "Hotspot",
    "Key",
    "Kind",
    "Numeric",
    "Pair",
    "Pick",
    "Question",
    "Quiz",
    "Region",
    "Stimulus",
]
"""Among others what stands in modules of its own and belongs to the model all the same."""

FOCUS_AREAS = (
    "Community Engagement",
    "Constitutional Policing",
    "Crime Analysis",
    "Criminal Justice Collaboration",
    "Federal Partnerships",
    "Gun Violence",
    "Investigations",
    "Technology",
)
"""The eight core areas of the program, spelled as the program spells them."""

Moment = Annotated[str, Meta(pattern="^([0-9]:)?[0-5]?[0-9]:[0-5][0-9]$")]
"""A time in a lecture as people write it: "2:10", or "1:02:10" where it is longer than an hour."""


class Source(Part, frozen=True, kw_only=True):
    """A work the course rests on; its `code` is what texts cite in brackets."""

    code: SourceCode
    title: Prose


class JobAid(Part, frozen=True, kw_only=True):
    """One printable page for the job itself."""

    key: Key
    title: Line
    body: Prose


class Objective(Part, frozen=True, kw_only=True):
    """What the learner can do afterwards."""

    id: Annotated[str, Meta(min_length=1, max_length=20)]
    text: Prose


class Fact(Part, frozen=True, kw_only=True):
    """A statement the lesson rests on. `mark` says how it was checked: for authors, never shown to learners.

    V: read in its source. K: written from general knowledge, until a subject-matter expert has signed it with a name
    and a day.
    """

    id: Annotated[str, Meta(min_length=1, max_length=20)]
    mark: Annotated[str, Meta(max_length=4)] = ""
    sources: tuple[SourceCode, ...] = ()
    text: Prose
    reviewed_by: Annotated[str, Meta(max_length=160)] = ""
    reviewed_on: date | None = None

    @property
    def needs_review(self) -> bool:
        """Whether nobody has vouched for it yet."""
        return self.mark == "K" and not (self.reviewed_by.strip() and self.reviewed_on)


class ScenarioChoice(Part, frozen=True, kw_only=True):
    key: ChoiceKey
    body: Prose
    feedback: Prose
    best: bool = False


class Scenario(Part, frozen=True, kw_only=True):
    """A situation with one best next step; every choice answers with its own feedback."""

    title: Line
    kind: Literal["choose_one"] = "choose_one"
    prompt: Prose
    choices: tuple[ScenarioChoice, ...] = field(name="choice")
    debrief: str = ""


class Stop(Part, frozen=True, kw_only=True):
    """A question that stops the lecture at a moment: one of the bank by its key, or a prompt with choices of its own.

    It is there to think, not to test: choices answer like those of a scenario, and nothing counts toward a score.
    """

    key: Key
    at: Moment
    question: Annotated[str, Meta(max_length=80)] = ""
    prompt: str = ""
    choices: tuple[ScenarioChoice, ...] = field(name="choice", default=())

    @property
    def at_ms(self) -> int:
        return milliseconds(self.at)


class Lesson(Part, frozen=True, kw_only=True):
    """One page: text, and where given a lecture, a scenario and a quiz.

    A lecture is either `deck` (slides with narration, in Markdown, which the academy films itself) or `asset` (the code
    of a recording). `minimum_watch_percent` counts only where there is a lecture. `stops_required`: the lesson is done
    only when the questions inside its lecture are answered, rightly or not. `seek_lock`: who hears the lecture for the
    first time cannot jump ahead in it.
    """

    key: Key
    number: Annotated[str, Meta(max_length=12)] = ""
    title: LongLine
    kind: Literal["lesson", "exam"] = "lesson"
    minutes: Count = 0
    takes_law: bool = False
    minimum_watch_percent: Annotated[int, Meta(ge=0, le=100)] = 90
    body: str = ""
    deck: str = ""
    asset: Annotated[str, Meta(max_length=26)] = ""
    objectives: tuple[Objective, ...] = field(name="objective", default=())
    facts: tuple[Fact, ...] = field(name="fact", default=())
    stops_required: bool = False
    seek_lock: bool = False
    stops: tuple[Stop, ...] = field(name="stop", default=())
    scenario: Scenario | None = None
    quiz: Quiz | None = None


class Module(Part, frozen=True, kw_only=True):
    key: Key
    title: Line
    lessons: tuple[Lesson, ...] = ()


class RollCall(Part, frozen=True, kw_only=True):
    """A lesson cut down to the start of a shift: what is said, the scenario of the lesson, questions to talk through.

    `sections`: headings of the lesson's text, in the order in which they are said; `questions`: keys of the bank.
    """

    key: Key
    title: Line
    lesson: Key
    minutes: Annotated[int, Meta(ge=5, le=20)] = 10
    sections: tuple[Line, ...] = ()
    questions: tuple[Key, ...] = ()


class CourseContent(Part, frozen=True, kw_only=True):
    """Everything one version teaches. `questions` and `stimuli` stand by pool name, in a pool in the author's order.

    `validity_months`: how long its certificates count after completion; 0: they do not expire.
    """

    slug: Key
    code: Annotated[str, Meta(pattern="^[A-Z0-9]{1,12}$")]
    track: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Line
    tagline: Annotated[str, Meta(max_length=200)] = ""
    summary: str = ""
    audience: str = ""
    prerequisites: str = ""
    focus_areas: tuple[str, ...] = ()
    contact_minutes: Count = 0
    validity_months: Annotated[int, Meta(ge=0, le=600)] = 0
    language: Annotated[str, Meta(min_length=2, max_length=12)] = "en"
    pass_percent: Percent = 80
    law_reviewed_on: date | None = None
    local_notice: str = ""
    sources: tuple[Source, ...] = field(name="source", default=())
    job_aids: tuple[JobAid, ...] = field(name="job_aid", default=())
    roll_calls: tuple[RollCall, ...] = field(name="roll_call", default=())
    modules: tuple[Module, ...] = field(name="module", default=())
    stimuli: tuple[Stimulus, ...] = field(name="stimulus", default=())
    questions: tuple[Question, ...] = field(name="question", default=())

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def minutes(self) -> int:
        """What its lessons add up to, the exam among them."""
        return sum(lesson.minutes for lesson in self.lessons)

    def pool(self, name: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.pool == name)


def milliseconds(moment: str) -> int:
    """ "2:10" -> 130000, "1:02:10" -> 3730000."""
    seconds = 0
    for part in moment.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000


P = TypeVar("P", Question, Stimulus)


def in_pool_order(parts: tuple[P, ...]) -> tuple[P, ...]:
    """The one order questions have everywhere: pools by name, the author's order kept inside each."""
    return tuple(sorted(parts, key=lambda part: part.pool))


def fingerprint(content: CourseContent) -> str:
    """SHA-256 of all that is taught, in hexadecimal: equal exactly when the contents are equal."""
    return hashlib.sha256(msgspec.json.encode(plain(content), order="sorted")).hexdigest()


def plain(part: object) -> Any:
    """A part as dicts and lists, in the names the files use, without what is at its default.

    What is at its default is left out so that a field added to the model later changes no fingerprint and no file.
    """
    if isinstance(part, tuple):
        return [plain(each) for each in part]
    if not isinstance(part, msgspec.Struct):
        return part
    values = ((name, getattr(part, field), default) for name, field, default in _fields(type(part)))
    return {name: plain(value) for name, value, default in values if value != default}


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, object], ...]:
    return tuple((field.encode_name, field.name, field.default) for field in msgspec.structs.fields(kind))
