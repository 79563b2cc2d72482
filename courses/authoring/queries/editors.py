"""The workbench: a version's outline, lessons and questions, with what the check finds beside each."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from courses.authoring.access import VersionRow
from courses.authoring.queries.lists import NoteLine, notes_of
from courses.authoring.rows import load
from courses.authoring.rules import Lecture
from courses.authoring.submissions import findings_of, lectures_of
from courses.content.blueprint import askable
from courses.content.findings import Finding, Severity
from courses.content.model import CourseContent, Lesson, Module, Objective, Question
from media.queries import asset_rows

P = TypeVar("P", Lesson, Question, Module)


_LECTURE_WORDS = {"ready": "Lecture", "failed": "Lecture failed", "written": "Lecture made when first opened"}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What every page of the workbench shows above its work. `editable`: the version is a draft."""

    slug: str
    number: int
    state: str
    course: str
    revision: int

    @property
    def editable(self) -> bool:
        return self.state == "draft"

    @property
    def path(self) -> str:
        return f"/authoring/{self.slug}/{self.number}"


class RailLesson(msgspec.Struct, frozen=True):
    """A lesson in the outline. `state`: done, check or error, the worst of its findings."""

    key: str
    number: str
    title: str
    minutes: int
    state: str
    questions: int
    lecture: str


class RailModule(msgspec.Struct, frozen=True):
    key: str
    title: str
    lessons: tuple[RailLesson, ...]


class FindingLine(msgspec.Struct, frozen=True):
    """A finding with the page where it can be mended; `where` names the part."""

    severity: str
    sentence: str
    hint: str
    where: str
    href: str


class RailQuestion(msgspec.Struct, frozen=True):
    key: str
    pool: str
    stem: str
    objective: str
    kind: str
    state: str


class Workbench(msgspec.Struct, frozen=True, kw_only=True):
    """A version laid out for its authors."""

    head: Head
    modules: tuple[RailModule, ...]
    findings: tuple[FindingLine, ...]
    notes: tuple[NoteLine, ...] = ()
    questions: tuple[RailQuestion, ...] = ()
    objectives: tuple[tuple[Objective, int], ...] = ()
    """Each objective with how many questions ask for it."""
    pools: tuple[str, ...] = ()
    situations: tuple[tuple[str, str, int], ...] = ()
    """Key and title of each, with how many questions share it."""
    unmade: int = 0
    """Lectures of slides that nobody has asked for yet."""


class Attachable(msgspec.Struct, frozen=True):
    """A recording an author can choose for a lesson."""

    code: str
    words: str


class Opened(msgspec.Struct, frozen=True):
    """A version with its content, loaded once for a page."""

    version: VersionRow
    content: CourseContent
    findings: tuple[Finding, ...]
    lectures: tuple[Lecture, ...]
    notes: tuple[NoteLine, ...]

    def lesson(self, key: str) -> Lesson:
        """Raises NotFound."""
        return _one(self.content.lessons, key)

    def question(self, key: str) -> Question:
        """Raises NotFound."""
        return _one(self.content.questions, key)


async def open_up(version: VersionRow) -> Opened:
    """All a page of the workbench needs, in one snapshot; the number of statements does not grow with the course."""
    async with reading():
        content, lectures = await load(version.id), await lectures_of(version.id)
        return Opened(version, content, findings_of(content, lectures), lectures, await notes_of(version.id))


async def attachable(actor: Actor) -> tuple[Attachable, ...]:
    """Recordings that are ready or being made, newest first."""
    rows = await asset_rows(actor)
    return tuple(
        Attachable(row.code, row.title if row.state == "ready" else f"{row.title} (not ready yet)")
        for row in rows
        if row.kind != "deck" and row.state != "failed"
    )


def workbench(opened: Opened) -> Workbench:
    """The opened version as pages show it."""
    content = opened.content
    asked = [question.objective for question in content.questions]
    shared = [question.stimulus for question in content.questions]
    goals = [goal for lesson in content.lessons for goal in lesson.objectives]
    return Workbench(
        head=head_of(opened.version),
        modules=tuple(_rail_module(opened, module.key) for module in content.modules),
        findings=tuple(finding_line(opened, finding) for finding in opened.findings),
        notes=opened.notes,
        questions=tuple(_rail_question(opened, question) for question in content.questions),
        objectives=tuple((goal, asked.count(goal.id)) for goal in goals),
        pools=_pools(content),
        situations=tuple((one.key, one.title, shared.count(one.key)) for one in content.stimuli),
        unmade=sum(lecture.state == "written" for lecture in opened.lectures),
    )


def _pools(content: CourseContent) -> tuple[str, ...]:
    """Every lesson can have a pool of its name; there may be others."""
    lessons = (lesson.key for lesson in content.lessons if lesson.kind == "lesson")
    return tuple(dict.fromkeys([*lessons, *(question.pool for question in content.questions)]))


def head_of(version: VersionRow) -> Head:
    """What stands above every page of the version's workbench."""
    return Head(
        slug=version.slug, number=version.number, state=version.state, course=version.title, revision=version.revision
    )


def _rail_module(opened: Opened, key: str) -> RailModule:
    module = _one(opened.content.modules, key)
    return RailModule(key, module.title, tuple(_rail_lesson(opened, lesson) for lesson in module.lessons))


def _rail_lesson(opened: Opened, lesson: Lesson) -> RailLesson:
    lecture = next((one for one in opened.lectures if one.lesson_key == lesson.key), None)
    questions = len(askable(opened.content, lesson.quiz)) if lesson.quiz else 0
    state = _state(opened.findings, "lesson", lesson.key)
    words = _LECTURE_WORDS.get(lecture.state, "Lecture being made") if lecture else ""
    return RailLesson(lesson.key, lesson.number, lesson.title, lesson.minutes, state, questions, words)


def _rail_question(opened: Opened, question: Question) -> RailQuestion:
    state = _state(opened.findings, "question", question.key)
    return RailQuestion(question.key, question.pool, question.stem, question.objective, question.kind, state)


def _state(findings: tuple[Finding, ...], kind: str, key: str) -> str:
    found = {one.severity for one in findings if (one.place.kind, one.place.key) == (kind, key)}
    if not found:
        return "done"
    return "check" if found == {Severity.CHECK} else "error"


def finding_line(opened: Opened, finding: Finding) -> FindingLine:
    """The finding with the words and the address of its place."""
    base = f"/authoring/{opened.version.slug}/{opened.version.number}"
    kind, key = finding.place.kind, finding.place.key
    if kind == "lesson":
        lesson = opened.lesson(key)
        where, href = f"{lesson.number} {lesson.title}".strip(), f"{base}/lessons/{key}"
    elif kind == "question":
        where, href = f"Question {key}", f"{base}/questions/{key}"
    elif kind == "stimulus":
        where, href = "Situation", f"{base}/situations/{key}"
    else:
        where, href = "Course", f"{base}#details"
    return FindingLine(finding.severity, finding.sentence, finding.hint, where, href)


def _one(parts: Iterable[P], key: str) -> P:
    for part in parts:
        if part.key == key:
            return part
    raise NotFound()
