"""What is wrong with the packs for roll call."""

from collections.abc import Iterator

from courses.content.blueprint import told_before
from courses.content.findings import Finding, Kind, Place, blocks, fault, look, repeated
from courses.content.kinds import CHOSEN
from courses.content.model import CourseContent, Lesson, RollCall
from courses.content.sections import section

QUESTIONS = 3
"""How many questions a pack has: what a squad can talk through in the minutes it has."""


def roll_call_faults(content: CourseContent) -> Iterator[Finding]:
    """References to nothing."""
    lessons = {lesson.key for lesson in content.lessons if lesson.kind == "lesson"}
    questions = {question.key: question.kind for question in content.questions}
    for pack in content.roll_calls:
        if pack.lesson not in lessons:
            sentence = f'The roll-call pack "{pack.key}" is made from the lesson "{pack.lesson}", which is not there.'
            yield fault(_place(pack, "lesson"), sentence, "Write the key of a lesson of this course.")
        for key in pack.questions:
            if key not in questions:
                sentence = f'The roll-call pack "{pack.key}" asks "{key}", which is not in the question bank.'
                yield fault(_place(pack, "questions"), sentence, "Write the key of a question of this course.")
            elif questions[key] not in CHOSEN:
                sentence = f'The roll-call pack "{pack.key}" asks "{key}", which has no answers to choose.'
                yield fault(_place(pack, "questions"), sentence, "Name one that a squad can answer aloud by letter.")
        for key in repeated(pack.questions):
            sentence = f'The roll-call pack "{pack.key}" asks "{key}" more than once.'
            yield fault(_place(pack, "questions"), sentence, "Keep it once.")


def roll_call_advice(content: CourseContent) -> Iterator[Finding]:
    """What lets a draft be: a pack that says or asks too little, or that tells what the final exam keeps."""
    lessons = {lesson.key: lesson for lesson in content.lessons}
    for pack in content.roll_calls:
        if pack.lesson in lessons:
            yield from _advice(pack, lessons[pack.lesson])
        yield from _told_exam_questions(content, pack)


def _advice(pack: RollCall, lesson: Lesson) -> Iterator[Finding]:
    named = f'The roll-call pack "{pack.key}"'
    if not pack.sections:
        hint = "Name headings of the lesson that are said in a few minutes."
        yield look(_place(pack, "sections"), f"{named} has nothing to say.", hint, kind=Kind.ROLL_CALL)
    for heading in pack.sections:
        if section(lesson.body, heading) is None:
            sentence = f'{named} says "{heading}", and the lesson has no such heading.'
            hint = "Spell it as in the lesson's text."
            yield look(_place(pack, "sections"), sentence, hint, kind=Kind.ROLL_CALL)
    if lesson.scenario is None:
        sentence = f"{named} has no scenario, because its lesson has none."
        yield look(_place(pack, "lesson"), sentence, "Write one in the lesson.", kind=Kind.ROLL_CALL)
    if len(pack.questions) != QUESTIONS:
        sentence = f"{named} asks {len(pack.questions)} questions instead of {QUESTIONS}."
        hint = "Three are what a squad can talk through."
        yield look(_place(pack, "questions"), sentence, hint, kind=Kind.ROLL_CALL)


def _told_exam_questions(content: CourseContent, pack: RollCall) -> Iterator[Finding]:
    """A pack tells answers; a quiz of a lesson tells them too, the final exam never does."""
    told = told_before(content)
    known = {question.key for question in content.questions}
    for key in pack.questions:
        if key in known - told:
            sentence = f'The roll-call pack "{pack.key}" tells the answer to "{key}", which no quiz of a lesson asks.'
            hint = "Take a question of a lesson's quiz, so that the final exam keeps its own."
            yield blocks(_place(pack, "questions"), sentence, hint, kind=Kind.ROLL_CALL)


def _place(pack: RollCall, part: str) -> Place:
    return Place("roll_call", pack.key, part)
