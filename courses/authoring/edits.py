"""What an author can do to a draft in the browser: pure operations, content in, content out.

Each raises NotFound for a part that is not there and Invalid for what no course can hold; whether the result can run is
asked by `courses.content.check.faults` afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec.structs import replace

from academy.errors import Conflict, Invalid, NotFound
from courses.content.blueprint import shortage
from courses.content.model import (
    CourseContent,
    Draw,
    Lesson,
    Module,
    Objective,
    Pick,
    Question,
    Quiz,
    RollCall,
    Source,
    Stimulus,
    Stop,
    in_pool_order,
)
from courses.content.questions import AfterSending, Reveal


class StillDrawn(Conflict):
    """Taking the question away would leave a quiz with too few."""

    code = "still_drawn"


class StillAsked(Conflict):
    """Taking the question away would leave a lecture that asks nothing."""

    code = "still_asked"


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What the course page says about the course."""

    title: str
    tagline: str
    summary: str
    audience: str
    prerequisites: str
    focus_areas: tuple[str, ...]
    contact_minutes: int
    validity_months: int
    law_reviewed_on: date | None
    sources: tuple[Source, ...]


class LessonText(msgspec.Struct, frozen=True, kw_only=True):
    """What the lesson editor holds. `asset` is the code of a recording, "" for none; slides keep their own."""

    title: str
    minutes: int
    takes_law: bool
    minimum_watch_percent: int
    stops_required: bool
    seek_lock: bool
    body: str
    asset: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class SetDetails:
    """Say what the course is."""

    details: Details

    def __call__(self, content: CourseContent) -> CourseContent:
        return _checked(replace(content, **msgspec.structs.asdict(self.details)))


@dataclass(frozen=True)
class SetLesson:
    """Write a lesson: its text, minutes, recording and objectives."""

    key: str
    text: LessonText

    def __call__(self, content: CourseContent) -> CourseContent:
        return _with_lesson(content, self.key, self._written)

    def _written(self, lesson: Lesson) -> Lesson:
        fields = msgspec.structs.asdict(self.text) | {"body": self.text.body.strip("\n")}
        return replace(lesson, **fields, deck="" if self.text.asset else lesson.deck)


@dataclass(frozen=True)
class SetSlides:
    """Write a lesson's slides; they take the place of a recording. Without any the lesson has no lecture."""

    key: str
    deck: str

    def __call__(self, content: CourseContent) -> CourseContent:
        return _with_lesson(content, self.key, lambda lesson: replace(lesson, deck=self.deck, asset=""))


class QuizTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the quiz editor holds. Neither draws nor picks: the lesson has no quiz."""

    draws: tuple[Draw, ...]
    picks: tuple[Pick, ...]
    pass_percent: int
    attempts_allowed: int
    time_limit_minutes: int
    cool_off_minutes: int
    grace_seconds: int
    after_sending: AfterSending
    reveal: Reveal
    shuffle_questions: bool
    shuffle_choices: bool


@dataclass(frozen=True)
class SetQuiz:
    """Say what the lesson's quiz asks and how it is passed; what the editor does not hold stays."""

    key: str
    terms: QuizTerms

    def __call__(self, content: CourseContent) -> CourseContent:
        return _with_lesson(content, self.key, lambda lesson: replace(lesson, quiz=self._written(lesson.quiz)))

    def _written(self, before: Quiz | None) -> Quiz | None:
        if not (self.terms.draws or self.terms.picks):
            return None
        return replace(before or Quiz(title="Check yourself"), **msgspec.structs.asdict(self.terms))


@dataclass(frozen=True)
class PutStop:
    """Write a question inside a lecture: in place of the one with its key, else added; they stand by their time."""

    lesson: str
    stop: Stop

    def __call__(self, content: CourseContent) -> CourseContent:
        return _with_lesson(content, self.lesson, self._written)

    def _written(self, lesson: Lesson) -> Lesson:
        others = [stop for stop in lesson.stops if stop.key != self.stop.key]
        return replace(lesson, stops=tuple(sorted([*others, self.stop], key=lambda stop: stop.at_ms)))


@dataclass(frozen=True)
class RemoveStop:
    """Take a question out of a lecture; one of the bank stays in the bank."""

    lesson: str
    key: str

    def __call__(self, content: CourseContent) -> CourseContent:
        return _with_lesson(content, self.lesson, self._left)

    def _left(self, lesson: Lesson) -> Lesson:
        return replace(lesson, stops=tuple(stop for stop in lesson.stops if stop.key != self.key))


@dataclass(frozen=True)
class AddLesson:
    """Put a new, empty lesson at the end of a module."""

    module: str
    key: str
    title: str

    def __call__(self, content: CourseContent) -> CourseContent:
        position, module = _module(content, self.module)
        number = f"{position + 1}.{len(module.lessons) + 1}"
        lesson = Lesson(key=self.key, number=number, title=self.title)
        return _checked(_with_module(content, replace(module, lessons=(*module.lessons, lesson))))


@dataclass(frozen=True)
class RemoveLesson:
    """Take a lesson out, with the packs for roll call made from it; its questions stay in the bank."""

    key: str

    def __call__(self, content: CourseContent) -> CourseContent:
        module = _module_of(content, self.key)
        left = tuple(lesson for lesson in module.lessons if lesson.key != self.key)
        packs = tuple(pack for pack in content.roll_calls if pack.lesson != self.key)
        return replace(_with_module(content, replace(module, lessons=left)), roll_calls=packs)


@dataclass(frozen=True)
class MoveLesson:
    """Swap a lesson with its neighbor in the module: `by` -1 up, 1 down; at the end nothing happens."""

    key: str
    by: int

    def __call__(self, content: CourseContent) -> CourseContent:
        module = _module_of(content, self.key)
        order = list(module.lessons)
        at = [lesson.key for lesson in order].index(self.key)
        to = at + (1 if self.by > 0 else -1)
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
        return _with_module(content, replace(module, lessons=tuple(order)))


@dataclass(frozen=True)
class AddModule:
    """Put a new, empty module at the end."""

    key: str
    title: str

    def __call__(self, content: CourseContent) -> CourseContent:
        return _checked(replace(content, modules=(*content.modules, Module(key=self.key, title=self.title))))


@dataclass(frozen=True)
class PutQuestion:
    """Write a question: in the place of the one with its key, else at the end of its pool."""

    question: Question

    def __call__(self, content: CourseContent) -> CourseContent:
        keys = [question.key for question in content.questions]
        if self.question.key in keys:
            questions = tuple(self.question if one.key == self.question.key else one for one in content.questions)
        else:
            questions = (*content.questions, self.question)
        return _checked(replace(content, questions=in_pool_order(questions)))


@dataclass(frozen=True)
class RemoveQuestion:
    """Take a question out of the bank and of packs for roll call.

    Raises StillDrawn when a quiz needs it, StillAsked when a lecture does.
    """

    key: str

    def __call__(self, content: CourseContent) -> CourseContent:
        gone = next((question for question in content.questions if question.key == self.key), None)
        if gone is None:
            raise NotFound()
        left = tuple(question for question in content.questions if question.key != self.key)
        needed = _drawn(content, gone.pool)
        if len([question for question in left if question.pool == gone.pool]) < needed:
            raise StillDrawn(f'A quiz draws {needed} questions from "{gone.pool}". Draw fewer first, or write another.')
        _refuse_asked(content, self.key)
        _refuse_picked(replace(content, questions=left))
        return replace(content, questions=left, roll_calls=tuple(self._without(pack) for pack in content.roll_calls))

    def _without(self, pack: RollCall) -> RollCall:
        return replace(pack, questions=tuple(key for key in pack.questions if key != self.key))


@dataclass(frozen=True)
class PutStimulus:
    """Write a situation: in the place of the one with its key, else at the end. Raises Invalid for a key taken."""

    stimulus: Stimulus
    is_new: bool = False

    def __call__(self, content: CourseContent) -> CourseContent:
        keys = [one.key for one in content.stimuli]
        if self.is_new and self.stimulus.key in keys:
            raise Invalid(fields={"title": "Another situation has this title. Choose one of its own."})
        if self.stimulus.key in keys:
            stimuli = tuple(self.stimulus if one.key == self.stimulus.key else one for one in content.stimuli)
        else:
            stimuli = (*content.stimuli, self.stimulus)
        return _checked(replace(content, stimuli=in_pool_order(stimuli)))


@dataclass(frozen=True)
class RemoveStimulus:
    """Take a situation away from its questions and out of the course."""

    key: str

    def __call__(self, content: CourseContent) -> CourseContent:
        left = tuple(one for one in content.stimuli if one.key != self.key)
        if len(left) == len(content.stimuli):
            raise NotFound()
        questions = tuple(replace(one, stimulus="") if one.stimulus == self.key else one for one in content.questions)
        without = replace(content, stimuli=left, questions=questions)
        _refuse_picked(without)
        return without


def _refuse_asked(content: CourseContent, key: str) -> None:
    for lesson in content.lessons:
        for stop in lesson.stops:
            if stop.question == key:
                where = f"{lesson.number} {lesson.title}".strip()
                raise StillAsked(f'The lecture of "{where}" asks this question at {stop.at}. Take it out there first.')


def _refuse_picked(left: CourseContent) -> None:
    for lesson in left.lessons:
        if lesson.quiz and lesson.quiz.picks and any(shortage(left, lesson.quiz)):
            where = f"{lesson.number} {lesson.title}".strip()
            raise StillDrawn(f'The quiz of "{where}" picks this question by its marks. Pick fewer, or write another.')


def _drawn(content: CourseContent, pool: str) -> int:
    """The most questions any quiz takes from the pool."""
    quizzes = [lesson.quiz for lesson in content.lessons if lesson.quiz]
    return max((draw.count for quiz in quizzes for draw in quiz.draws if draw.pool == pool), default=0)


def _checked(content: CourseContent) -> CourseContent:
    """The content, if every part still fits the model. Raises Invalid with what does not."""
    try:
        return msgspec.convert(msgspec.to_builtins(content, builtin_types=(date,)), CourseContent)
    except msgspec.ValidationError as refusal:
        raise Invalid(f"This does not fit a course: {refusal}") from refusal


def _module(content: CourseContent, key: str) -> tuple[int, Module]:
    for position, module in enumerate(content.modules):
        if module.key == key:
            return position, module
    raise NotFound()


def _module_of(content: CourseContent, lesson_key: str) -> Module:
    for module in content.modules:
        if any(lesson.key == lesson_key for lesson in module.lessons):
            return module
    raise NotFound()


def _with_module(content: CourseContent, changed: Module) -> CourseContent:
    modules = tuple(changed if module.key == changed.key else module for module in content.modules)
    return replace(content, modules=modules)


def _with_lesson(content: CourseContent, key: str, change: Callable[[Lesson], Lesson]) -> CourseContent:
    module = _module_of(content, key)
    lessons = tuple(change(lesson) if lesson.key == key else lesson for lesson in module.lessons)
    return _checked(_with_module(content, replace(module, lessons=lessons)))
