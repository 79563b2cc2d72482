"""The exact paper of an attempt, as it was shown and answered, however long ago."""

from datetime import datetime
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from courses.content.changes import question_print
from courses.content.model import Question, Stimulus
from courses.learning.access import attempt_for, attempt_to_administer
from courses.learning.bank import questions_asked, stimuli_for
from courses.learning.pictures import drawn
from courses.learning.rules import attempts as rules
from courses.learning.rules.grading import Marked, points_text
from courses.learning.rules.kinds import (
    RULES,
    Shown,
    credit_words,
    given_in,
    layout_in,
    reached_per_mille,
    right_words,
    words,
)
from courses.learning.standing import sittings
from courses.learning.tables import Attempt, AttemptItem


class PaperItem(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it was shown, with the answer and what it brought.

    `possible`: all points of the question; `points` whole ones that the answer brought, `per_mille` exactly.
    `picture`: an SVG, "" where the question has none. `spent_s`: seconds somebody was at it, None where nobody
    measured. `question_print`: which version of the question it was.
    """

    position: int
    kind: str
    stimulus: Stimulus | None
    stem: str
    shown: Shown
    picture: str
    credit: str
    given_words: tuple[str, ...]
    answered_at: datetime | None
    spent_s: int | None
    per_mille: int
    points: int
    possible: int
    right_words: tuple[str, ...]
    explanation: str
    question_key: str
    question_print: str


class Sat(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt at a quiz or exam as it was graded. `lesson`: its key; `quiz`: its title.

    `attested_text`: what was stated before it, "" where nothing was. `extended_s`: time given back for outages.
    `raised_percent` and `raised_reason`: what a corrected key made of it.
    """

    code: str
    lesson: str
    quiz: str
    final: bool
    number: int
    state: str
    opened_at: datetime
    deadline: datetime | None
    submitted_at: datetime | None
    points: int | None
    possible: int | None
    percent: int | None
    pass_percent: int
    passed: bool | None
    void_reason: str
    attested_text: str
    attested_at: datetime | None
    extended_s: int
    raised_percent: int | None
    raised_reason: str


class Paper(Sat, frozen=True, kw_only=True):
    """A whole attempt: whose it is, and every question of it."""

    enrollment_code: str
    person: str
    course: str
    version_number: int
    items: tuple[PaperItem, ...]

    @property
    def exactly(self) -> str:
        """The points reached, parts of points included, as people read them."""
        return points_text(sum(Marked(item.possible, item.per_mille).thousandths for item in self.items))


class PaperPage(msgspec.Struct, frozen=True, kw_only=True):
    """The paper for whoever may see it, and where they came from."""

    paper: Paper
    back: str
    back_words: str


async def own_paper(actor: Actor, code: str) -> PaperPage:
    """The paper of one's own attempt, once its quiz lets the answers be shown. Raises NotFound, PaperClosed."""
    async with reading():
        attempt = await attempt_for(actor, code)
        past = await sittings(attempt.enrollment_id, attempt.quiz_id)
        rules.require_shown(attempt.terms, attempt.phase(past))
        paper = await paper_of(attempt.id)
    return PaperPage(paper=paper, back=f"{attempt.path}/result", back_words="Result")


async def any_paper(actor: Actor, code: str) -> PaperPage:
    """The paper of anybody's sent attempt, for administrators. Raises NotFound, PaperClosed."""
    async with reading():
        attempt = await attempt_to_administer(actor, code)
        if attempt.state == "open":
            raise rules.PaperClosed()
        paper = await paper_of(attempt.id)
    # By address: the floor that makes evidence lies above this one.
    back = f"/sites/{attempt.site_slug}/enrollments/{attempt.enrollment_code}/evidence"
    return PaperPage(paper=paper, back=back, back_words="Evidence")


_SAT = """
    SELECT t.id, t.code, e.code AS enrollment_code, p.full_name AS person, v.title AS course,
        v.number AS version_number, l.key AS lesson, l.title AS quiz, z.final, t.number, t.state, t.opened_at,
        t.deadline, t.submitted_at, t.points, t.possible, t.percent, z.pass_percent, t.passed,
        coalesce(t.void_reason, '') AS void_reason, coalesce(t.attested_text, '') AS attested_text, t.attested_at,
        t.extended_s, (SELECT max(g.percent) FROM regrade_line g WHERE g.attempt = t.id) AS raised_percent,
        coalesce((SELECT k.reason FROM regrade_line g JOIN key_fix k ON k.id = g.fix WHERE g.attempt = t.id
            ORDER BY g.id DESC LIMIT 1), '') AS raised_reason
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN person p ON p.id = e.person
        JOIN course_version v ON v.id = e.version JOIN quiz z ON z.id = t.quiz JOIN lesson l ON l.id = z.lesson
"""
_ITEMS = """
    SELECT i.position, i.question, i.choice_order, i.layout, i.spent_s, r.chosen, r.given, r.answered_at,
        r.points, r.per_mille
    FROM attempt_item i LEFT JOIN response r ON r.item = i.id WHERE i.attempt = {} ORDER BY i.position
"""


async def paper_of(attempt_id: int) -> Paper:
    """The paper with its key, in four statements; whoever asks has made sure who may see it. Raises NotFound."""
    rows = await Attempt.raw(_SAT + "WHERE t.id = {}", attempt_id)
    if not rows:
        raise NotFound()
    return await _paper(rows[0])


async def papers_of(enrollment_id: int) -> dict[int, Paper]:
    """All papers of an enrollment by the ids of their attempts, oldest first; the same holds for who may see them."""
    rows = await Attempt.raw(_SAT + "WHERE t.enrollment = {} ORDER BY t.id", enrollment_id)
    return {row["id"]: await _paper(row) for row in rows}


async def _paper(row: dict[str, Any]) -> Paper:
    questions = await questions_asked(row["id"])
    shared = await stimuli_for(row["id"])
    items = await AttemptItem.raw(_ITEMS, row["id"])
    shown = tuple(_item(item, questions[item["question"]], shared) for item in items)
    return msgspec.convert({**row, "items": shown}, Paper, strict=False)


def _item(row: dict[str, Any], question: Question, shared: dict[str, Stimulus]) -> PaperItem:
    given = given_in(row)
    shown = RULES[question.kind].shown(question, layout_in(row), given)
    return PaperItem(
        position=row["position"],
        kind=question.kind,
        stimulus=shared.get(question.stimulus),
        stem=question.stem,
        shown=shown,
        picture=drawn(shown),
        credit=credit_words(question),
        given_words=words(question, given),
        answered_at=row["answered_at"],
        spent_s=row["spent_s"],
        per_mille=reached_per_mille(row, question.points) or 0,
        points=row["points"] or 0,
        possible=question.points,
        right_words=right_words(question),
        explanation=question.explanation,
        question_key=question.key,
        question_print=question_print(question),
    )
