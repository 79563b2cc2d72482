"""The lesson plan of a version, as a reviewer of a state POST reads one: everything but the questions themselves."""

from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from academy.db.work import reading
from academy.web.filters import plural
from courses.authoring.access import VersionRow
from courses.authoring.queries.lists import VersionLine, version_line
from courses.authoring.rows import load
from courses.content.blueprint import askable, fits, picks_of
from courses.content.model import CourseContent, Lesson, Module, Objective, Pick
from courses.content.quality.coverage import exam_of
from courses.teaching.rules import HOUR, SHORT_HOUR, credit_hours

_TAUGHT_BY: tuple[tuple[Callable[[Lesson], object], str], ...] = (
    (lambda lesson: lesson.deck or lesson.asset, "Narrated lecture with captions and transcript"),
    (lambda lesson: lesson.stops, "Questions inside the lecture, answered before it goes on"),
    (lambda lesson: lesson.body, "Guided reading, with the source of each fact"),
    (lambda lesson: lesson.scenario, "Decision exercise with feedback to every choice, not scored"),
    (lambda lesson: lesson.quiz, "Knowledge check with reasons, drawn anew for each attempt"),
)
"""What a lesson can have, and how a plan calls it."""


class PlanLesson(msgspec.Struct, frozen=True):
    """A lesson of the outline. `begins`: the minute of the course at which it begins; `parts`: how it is taught."""

    number: str
    title: str
    begins: int
    minutes: int
    parts: str
    takes_law: bool
    objectives: tuple[Objective, ...]


class PlanModule(msgspec.Struct, frozen=True):
    title: str
    minutes: int
    lessons: tuple[PlanLesson, ...]


class AreaLine(msgspec.Struct, frozen=True):
    """How many questions of the final exam come from one module."""

    area: str
    questions: int


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """The final exam without its questions. Zero attempts, minutes or cooling-off minutes: no limit."""

    areas: tuple[AreaLine, ...]
    questions: int
    bank: int
    pass_percent: int
    attempts: int
    minutes: int
    cool_off_minutes: int
    tells_answers: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A version as its plan tells it."""

    line: VersionLine
    content: CourseContent
    minutes: int
    hours: str
    short_hours: str
    modules: tuple[PlanModule, ...]
    methods: tuple[str, ...]
    assessment: Assessment | None
    takes_law: bool
    fingerprint: str

    @property
    def approved(self) -> bool:
        return self.line.published_at is not None


async def plan_of(version: VersionRow) -> Plan:
    """Everything the plan says, in one snapshot."""
    async with reading():
        content, line = await load(version.id), await version_line(version.id)
    return Plan(
        line=line,
        content=content,
        minutes=content.minutes,
        hours=credit_hours(content.minutes, HOUR),
        short_hours=credit_hours(content.minutes, SHORT_HOUR),
        modules=tuple(_modules(content)),
        methods=tuple(methods(content)),
        assessment=assessment(content),
        takes_law=any(lesson.takes_law for lesson in content.lessons),
        fingerprint=(version.fingerprint or "")[:12],
    )


def assessment(content: CourseContent) -> Assessment | None:
    """The blueprint: each draw counts for the module whose objectives its questions ask for."""
    exam = exam_of(content)
    if exam is None:
        return None
    _, quiz = exam
    counts: Counter[str] = Counter()
    for pick in picks_of(quiz):
        counts[_area_of(content, pick)] += pick.count
    order = [*(module.title for module in content.modules), ""]
    return Assessment(
        areas=tuple(AreaLine(title or "Other", counts[title]) for title in order if counts[title]),
        questions=counts.total(),
        bank=len(askable(content, quiz)),
        pass_percent=quiz.pass_percent,
        attempts=quiz.attempts_allowed,
        minutes=quiz.time_limit_minutes,
        cool_off_minutes=quiz.cool_off_minutes,
        tells_answers=quiz.reveal != "never",
    )


def methods(content: CourseContent) -> Iterator[str]:
    """How the course is taught, counted from its parts."""
    lessons = [lesson for lesson in content.lessons if lesson.kind == "lesson"]
    for has, words in _TAUGHT_BY:
        if count := sum(bool(has(lesson)) for lesson in lessons):
            yield f"{words} ({plural(count, 'lesson')})"
    if content.job_aids:
        yield f"Job aids to print ({len(content.job_aids)})"
    if content.roll_calls:
        yield f"Roll-call packs for supervisors ({len(content.roll_calls)})"
    if exam_of(content):
        yield "Final exam and a signed statement that the work is the learner's own"


def _modules(content: CourseContent) -> Iterator[PlanModule]:
    begins = 0
    for module in content.modules:
        lessons = []
        for lesson in module.lessons:
            lessons.append(_lesson(lesson, begins))
            begins += lesson.minutes
        yield PlanModule(module.title, sum(one.minutes for one in lessons), tuple(lessons))


def _lesson(lesson: Lesson, begins: int) -> PlanLesson:
    parts = (
        ("lecture", lesson.deck or lesson.asset),
        ("reading", lesson.body and lesson.kind == "lesson"),
        ("decision exercise", lesson.scenario),
        ("exam" if lesson.kind == "exam" else "knowledge check", lesson.quiz),
    )
    words = ", ".join(word for word, there in parts if there)
    return PlanLesson(
        lesson.number,
        lesson.title,
        begins,
        lesson.minutes,
        f"{words[:1].upper()}{words[1:]}",
        lesson.takes_law,
        lesson.objectives,
    )


def _area_of(content: CourseContent, pick: Pick) -> str:
    """The title of the module most of these questions ask about; "" if they name no objective."""
    module_of = {
        goal.id: module.title for module in content.modules for lesson in module.lessons for goal in lesson.objectives
    }
    named = Counter(
        module_of[one.objective] for one in content.questions if fits(pick, one) and one.objective in module_of
    )
    return named.most_common(1)[0][0] if named else _named_after(content.modules, pick.pool)


def _named_after(modules: tuple[Module, ...], pool: str) -> str:
    """The module of the lesson the pool is called after."""
    return next((one.title for one in modules for lesson in one.lessons if lesson.key == pool), "")
