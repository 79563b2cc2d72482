"""Which questions ask for which objective, and what the final exam draws of them."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from courses.content.blueprint import askable, fits, picks_of, told_before
from courses.content.findings import Finding, Kind, Place, look
from courses.content.model import CourseContent, Lesson, Pick, Quiz

FEWEST_ITEMS = 3
"""Questions each objective should have, so that a second attempt can ask for it anew."""
BANK_PER_DRAWN = 1.5
"""Questions the bank should hold for each one the final exam draws."""
MOST_FROM_LESSONS = 0.5
"""Share of the final exam that may come from pools the quizzes of lessons draw from too."""


class Cover(msgspec.Struct, frozen=True):
    """An objective with its questions: in the bank, and among those the final exam can draw."""

    objective: str
    text: str
    lesson: str
    items: int
    in_exam: int


def covers(content: CourseContent) -> tuple[Cover, ...]:
    """Every objective, in the order of the course."""
    exam = exam_of(content)
    drawn = frozenset(question.key for question in askable(content, exam[1])) if exam else frozenset()
    items = Counter(question.objective for question in content.questions)
    in_exam = Counter(question.objective for question in content.questions if question.key in drawn)
    return tuple(
        Cover(goal.id, goal.text, lesson.key, items[goal.id], in_exam[goal.id])
        for lesson in content.lessons
        for goal in lesson.objectives
    )


def coverage_findings(content: CourseContent) -> Iterator[Finding]:
    """Objectives asked for too seldom or never drawn, and an exam that leans on questions seen before."""
    for cover in covers(content):
        place = Place("lesson", cover.lesson)
        if 0 < cover.items < FEWEST_ITEMS:
            asks = "1 question asks" if cover.items == 1 else f"{cover.items} questions ask"
            sentence = f"{asks} for objective {cover.objective}."
            yield look(place, sentence, f"Write up to {FEWEST_ITEMS} for each objective.", kind=Kind.COVERAGE)
        if cover.items and not cover.in_exam and exam_of(content):
            sentence = f"The final exam never asks for objective {cover.objective}."
            yield look(place, sentence, "Let the exam draw from a pool that asks for it.", kind=Kind.COVERAGE)
    if exam := exam_of(content):
        yield from _exam_findings(content, *exam)


def exam_of(content: CourseContent) -> tuple[Lesson, Quiz] | None:
    """The final exam and its quiz."""
    return next(((lesson, lesson.quiz) for lesson in content.lessons if lesson.quiz and lesson.quiz.final), None)


def _all_told(content: CourseContent, pick: Pick, told: frozenset[str]) -> bool:
    return all(question.key in told for question in content.questions if fits(pick, question))


def _exam_findings(content: CourseContent, lesson: Lesson, quiz: Quiz) -> Iterator[Finding]:
    place = Place("lesson", lesson.key, "quiz")
    drawn, told = quiz.size, told_before(content)
    known = sum(pick.count for pick in picks_of(quiz) if _all_told(content, pick, told))
    if known > drawn * MOST_FROM_LESSONS:
        sentence = f"{known} of the exam's {drawn} questions come from pools of lesson quizzes."
        yield look(place, sentence, "Draw at least half from pools of its own.", kind=Kind.COVERAGE)
    for draw in quiz.draws:
        bank = len(content.pool(draw.pool))
        if draw.count <= bank < draw.count * BANK_PER_DRAWN:
            sentence = f'The exam draws {draw.count} of {bank} questions from "{draw.pool}".'
            yield look(place, sentence, "Write half as many again as are drawn.", kind=Kind.COVERAGE)
