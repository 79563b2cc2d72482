"""What lessons lack, how hard they are to read, and which facts nobody has vouched for."""

from collections.abc import Iterator

import msgspec

from courses.content.findings import Finding, Kind, Place, look
from courses.content.model import CourseContent, Fact, Lesson
from courses.content.quality.reading import reading_grade
from courses.content.sections import take_away

HIGHEST_GRADE = 10.9
"""The courses are written for grade 9 to 10; what is easier is no fault."""


class LessonFigures(msgspec.Struct, frozen=True):
    """A lesson with its reading grade and the ids of the facts that wait for an expert."""

    key: str
    number: str
    title: str
    grade: float
    unreviewed: tuple[str, ...]


def lesson_figures(content: CourseContent) -> tuple[LessonFigures, ...]:
    """Every lesson but the exam."""
    return tuple(
        LessonFigures(
            lesson.key,
            lesson.number,
            lesson.title,
            reading_grade(lesson.body),
            tuple(fact.id for fact in unreviewed(lesson)),
        )
        for lesson in content.lessons
        if lesson.kind == "lesson"
    )


def unreviewed(lesson: Lesson) -> tuple[Fact, ...]:
    """The facts of a lesson that need review by a subject-matter expert."""
    return tuple(fact for fact in lesson.facts if fact.needs_review)


def lesson_findings(content: CourseContent) -> Iterator[Finding]:
    """What a person should look at, lesson by lesson."""
    for lesson in content.lessons:
        if lesson.kind == "lesson":
            yield from _missing_parts(lesson)
            yield from _hard_to_read(lesson)
            yield from _unreviewed(lesson)
    for question in content.questions:
        if not question.sources:
            sentence = "The question names no source."
            yield look(Place("question", question.key), sentence, "Say what it rests on.", kind=Kind.SOURCES)


def _missing_parts(lesson: Lesson) -> Iterator[Finding]:
    parts = (
        (lesson.deck or lesson.asset, "no lecture", "Write slides with notes, or attach a recording."),
        (take_away(lesson.body), "nothing to take away", 'End its text with "## Take away" and a short list.'),
        (lesson.scenario, "no scenario", "Let people decide something before they are tested."),
    )
    for there, words, hint in parts:
        if not there:
            yield look(Place("lesson", lesson.key), f"The lesson has {words}.", hint, kind=Kind.PARTS)


def _hard_to_read(lesson: Lesson) -> Iterator[Finding]:
    grade = reading_grade(lesson.body)
    if grade > HIGHEST_GRADE:
        hint = "Write shorter sentences and plainer words; grade 9 to 10 is meant."
        yield look(Place("lesson", lesson.key), f"The text reads at grade {grade}.", hint, kind=Kind.READING)


def _unreviewed(lesson: Lesson) -> Iterator[Finding]:
    facts = unreviewed(lesson)
    if facts:
        need = "1 fact needs" if len(facts) == 1 else f"{len(facts)} facts need"
        sentence = f"{need} review by a subject-matter expert: {', '.join(fact.id for fact in facts)}."
        hint = "Once an expert has read it, write reviewed_by and reviewed_on beside the fact."
        place = Place("lesson", lesson.key, f"fact[{lesson.facts.index(facts[0])}]")
        yield look(place, sentence, hint, kind=Kind.UNREVIEWED)
