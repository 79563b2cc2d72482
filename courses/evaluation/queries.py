"""The learner's own evaluation, and the results of a course by version, without anybody in them."""

from typing import Any

import msgspec

from academy import settings
from academy.actor import Actor
from academy.db.work import reading
from courses.authoring.tables import CourseVersion
from courses.evaluation.access import evaluated_course, taken_version
from courses.evaluation.rules import (
    FEWEST,
    QUESTIONS,
    Answers,
    EvaluationClosed,
    NotYetTaken,
    Question,
    Tally,
    mark_of,
    require_open,
    shown,
    tallies,
)
from courses.evaluation.tables import Evaluation

MOST_COMMENTS = 500


class EvaluationPage(msgspec.Struct, frozen=True, kw_only=True):
    """The questions with what this learner said before. `hindrance`: why nothing can be said now."""

    enrollment_path: str
    course: str
    version_number: int
    questions: tuple[Question, ...]
    given: bool
    fewest: int
    hindrance: str
    values: dict[str, str] = {}
    errors: dict[str, str] = {}


class VersionResults(msgspec.Struct, frozen=True, kw_only=True):
    """What learners think of one version. `evaluations` 0 also stands for too few to say how many."""

    number: int
    state: str
    evaluations: int
    tallies: tuple[Tally, ...]
    comments: tuple[str, ...]


class ResultsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The results of a course, newest version first. `room`: author or review, where they are looked at."""

    room: str
    slug: str
    title: str
    fewest: int
    versions: tuple[VersionResults, ...]


async def evaluation_page(actor: Actor, code: str) -> EvaluationPage:
    """The page to evaluate on; three statements. Raises NotFound."""
    async with reading():
        taken = await taken_version(actor, code)
        mark = mark_of(taken.enrollment_id, settings.current().secret)
        names = [getattr(Evaluation, name) for name in Answers.__struct_fields__]
        before = await Evaluation.select(*names).where(Evaluation.mark == mark).first()
    try:
        require_open(is_completed=taken.is_completed, is_retired=taken.is_retired)
        hindrance = ""
    except (NotYetTaken, EvaluationClosed) as refusal:
        hindrance = refusal.sentence
    return EvaluationPage(
        enrollment_path=taken.path,
        course=taken.course,
        version_number=taken.version_number,
        questions=QUESTIONS,
        given=before is not None,
        fewest=FEWEST,
        hindrance=hindrance,
        values={name: str(value) for name, value in (before or {}).items() if value is not None},
    )


_ANSWERS = " UNION ALL ".join(
    f"SELECT e.version, '{question.key}' AS question, e.{question.key} AS answer, count(*) AS times"
    f" FROM evaluation e JOIN course_version v ON v.id = e.version"
    f" WHERE v.course = {{}} AND e.{question.key} IS NOT NULL GROUP BY e.version, e.{question.key}"
    for question in QUESTIONS
)
_VERSIONS = """
    SELECT v.id, v.number, v.state, v.title, (SELECT count(*) FROM evaluation e WHERE e.version = v.id) AS evaluations
    FROM course_version v WHERE v.course = {} AND v.state IN ('published', 'retired') ORDER BY v.number DESC
"""
_COMMENTS = """
    SELECT e.version, e.comment FROM evaluation e JOIN course_version v ON v.id = e.version
    WHERE v.course = {} AND e.comment <> '' ORDER BY lower(e.comment) LIMIT {}
"""


async def results_page(actor: Actor, slug: str, *, room: str) -> ResultsPage:
    """What learners think of a course; four statements. NotFound for those who neither write nor review it."""
    async with reading():
        course_id = await evaluated_course(actor, slug)
        versions = await CourseVersion.raw(_VERSIONS, course_id)
        answers = await Evaluation.raw(_ANSWERS, *[course_id] * len(QUESTIONS))
        comments = await Evaluation.raw(_COMMENTS, course_id, MOST_COMMENTS)
    return ResultsPage(
        room=room,
        slug=slug,
        title=versions[0]["title"] if versions else slug,
        fewest=FEWEST,
        versions=tuple(_version(row, answers, comments) for row in versions),
    )


def _version(row: dict[str, Any], answers: list[dict[str, Any]], comments: list[dict[str, Any]]) -> VersionResults:
    counts = {(each["question"], each["answer"]): each["times"] for each in answers if each["version"] == row["id"]}
    written = tuple(each["comment"] for each in comments if each["version"] == row["id"])
    is_shown = row["evaluations"] >= FEWEST
    return VersionResults(
        number=row["number"],
        state=row["state"],
        evaluations=row["evaluations"] if is_shown else 0,
        tallies=tallies(counts) if is_shown else (),
        comments=shown(written, row["evaluations"]),
    )
