"""Findings: what a course may not be, what blocks publishing, and what a person should look at."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from courses.content.check import check, faults, law_findings
from courses.content.findings import Severity, blocking
from courses.content.model import Choice, CourseContent, Draw, Fact, Lesson
from tests.courses.small_course import small_course

Change = Callable[[CourseContent], CourseContent]


def lesson_with(**changes: object) -> Change:
    """The course with its first lesson changed."""

    def change(content: CourseContent) -> CourseContent:
        module = content.modules[0]
        first = replace(module.lessons[0], **changes)
        modules = (replace(module, lessons=(first, *module.lessons[1:])), *content.modules[1:])
        return replace(content, modules=modules)

    return change


def quiz_with(**changes: object) -> Change:
    return lambda content: lesson_with(quiz=replace(content.lessons[0].quiz, **changes))(content)


def question_with(**changes: object) -> Change:
    return lambda content: replace(
        content, questions=(replace(content.questions[0], **changes), *content.questions[1:])
    )


def course_with(**changes: object) -> Change:
    return lambda content: replace(content, **changes)


def without_exam(content: CourseContent) -> CourseContent:
    return replace(content, modules=content.modules[:1])


def exam_twice(content: CourseContent) -> CourseContent:
    exam = content.lessons[-1]
    lessons: tuple[Lesson, ...] = (exam, replace(exam, key="again"))
    return replace(content, modules=(content.modules[0], replace(content.modules[1], lessons=lessons)))


def test_a_sound_course_has_no_findings() -> None:
    assert check(small_course()) == ()
    assert law_findings(small_course(), date(2026, 11, 21)) == ()


YES = Choice(key="a", body="Yes", correct=True)
FAULTS: list[tuple[Change, str]] = [
    (lesson_with(key="leads"), 'The lesson key "leads" is used more than once.'),
    (lesson_with(deck="# Slide", asset="abc"), "both slides and a recording"),
    (lesson_with(facts=(Fact(id="F1", sources=("G7",), text="So."),)), "Fact F1 names the unknown source G7."),
    (lesson_with(kind="exam", quiz=None), "An exam needs a quiz."),
    (quiz_with(draws=()), "The quiz draws no questions."),
    (quiz_with(draws=(Draw(pool="collect", count=4),)), 'draws 4 questions from "collect", which has 3.'),
    (quiz_with(draws=(Draw(pool="nowhere", count=1),)), 'There is no pool "nowhere".'),
    (quiz_with(draws=(Draw(pool="leads", count=1),) * 2), 'draws from "leads" more than once'),
    (question_with(objective="9z"), 'No lesson has the objective "9z".'),
    (question_with(sources=("X9",)), "unknown source X9"),
    (question_with(choices=(YES,)), "at least two answers"),
    (question_with(choices=(replace(YES, correct=False), Choice(key="b", body="No"))), "No answer is marked correct."),
    (question_with(choices=(YES, replace(YES, key="b"))), "2 answers are marked correct."),
    (question_with(choices=(YES, Choice(key="a", body="No"))), 'The answer "a" is there more than once.'),
    (question_with(key="q-leads-1"), 'The question key "q-leads-1" is used more than once.'),
    (exam_twice, "more than one final exam"),
]
BLOCKERS: list[tuple[Change, str]] = [
    (without_exam, "no final exam"),
    (course_with(modules=(), questions=()), "no lessons yet"),
    (course_with(focus_areas=("Guns",)), '"Guns" is not one of the eight core areas.'),
    (lesson_with(body=" "), "neither text nor a lecture"),
    (lesson_with(body="See [G4]."), "cites [G4]"),
    (lesson_with(facts=(Fact(id="F2", text="So."),)), "Fact F2 has no source."),
]
LOOKS: list[tuple[Change, str]] = [
    (course_with(contact_minutes=10), "says 10 minutes; its lessons add up to 50"),
    (question_with(explanation=""), "does not say why"),
    (question_with(objective=""), "belongs to no objective"),
    (question_with(choices=(replace(YES, body="Yes " * 9), Choice(key="b", body="No"))), "much longer"),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS)
def test_what_cannot_run_is_a_fault(change: Change, sentence: str) -> None:
    assert any(sentence in finding.sentence for finding in faults(change(small_course())))


@pytest.mark.parametrize(("change", "sentence"), BLOCKERS)
def test_what_blocks_publishing_is_no_fault(change: Change, sentence: str) -> None:
    content = change(small_course())
    assert faults(content) == ()
    assert any(sentence in finding.sentence for finding in blocking(check(content)))


@pytest.mark.parametrize(("change", "sentence"), LOOKS)
def test_what_a_person_should_look_at_blocks_nothing(change: Change, sentence: str) -> None:
    found = check(change(small_course()))
    assert any(sentence in finding.sentence and finding.severity is Severity.CHECK for finding in found)
    assert blocking(found) == ()


@pytest.mark.parametrize(
    ("reviewed", "today", "blocked"),
    [
        (date(2026, 11, 1), date(2027, 11, 1), False),
        (date(2026, 11, 1), date(2027, 11, 2), True),
        (None, date(2026, 11, 1), True),
    ],
)
def test_law_must_have_been_looked_at_within_a_year(reviewed: date | None, today: date, *, blocked: bool) -> None:
    assert bool(law_findings(small_course(law_reviewed_on=reviewed), today)) is blocked


def test_a_course_without_law_needs_no_law_review() -> None:
    content = small_course(law_reviewed_on=None)
    lessons = tuple(replace(lesson, takes_law=False) for lesson in content.lessons)
    modules = (replace(content.modules[0], lessons=lessons[:2]), content.modules[1])
    assert law_findings(replace(content, modules=modules), date(2030, 1, 1)) == ()
