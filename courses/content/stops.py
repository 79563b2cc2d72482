"""What is wrong with the questions inside a lecture, and with choices of which one is best."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from courses.content.blueprint import askable
from courses.content.findings import Finding, Kind, Place, blocks, fault, look, repeated
from courses.content.kinds import CHOSEN
from courses.content.model import CourseContent, Lesson, ScenarioChoice, Stop

CLOSEST_MS = 10_000
"""Two questions nearer to each other than this are one interruption too many."""


def stop_faults(content: CourseContent, lesson: Lesson) -> Iterator[Finding]:
    """Keys used twice, questions that are not in the bank, and questions nobody could answer rightly."""
    for key in repeated(stop.key for stop in lesson.stops):
        sentence = f'The lecture has the question key "{key}" more than once.'
        yield fault(Place("lesson", lesson.key, "stop"), sentence, "Give each [[stop]] its own key.")
    known = {question.key: question.kind for question in content.questions}
    for position, stop in enumerate(lesson.stops):
        yield from _faults_of(Place("lesson", lesson.key, f"stop[{position}]"), stop, known)


def _faults_of(place: Place, stop: Stop, known: Mapping[str, str]) -> Iterator[Finding]:
    what = f"The question at {stop.at}"
    if stop.question:
        if stop.prompt or stop.choices:
            yield fault(place, f"{what} is both its own and one of the bank.", "Keep question, or prompt and choices.")
        if stop.question not in known:
            sentence = f'{what} is "{stop.question}", which is not in the question bank.'
            yield fault(place, sentence, "Write the key of a question of this course.")
        elif known[stop.question] not in CHOSEN:
            sentence = f'{what} is "{stop.question}", and a lecture can ask only for a choice.'
            yield fault(place, sentence, "Name a question with answers to choose, or write one of its own.")
        return
    if not stop.prompt.strip():
        yield fault(place, f"{what} asks nothing.", "Write a prompt, or name a question of the bank.")
    yield from one_best(place, what, stop.choices)


def one_best(place: Place, what: str, choices: tuple[ScenarioChoice, ...]) -> Iterator[Finding]:
    """`what` begins the sentences: "The scenario"."""
    if len(choices) < 2:
        yield fault(place, f"{what} needs at least two choices.", "Add what else an officer could do or think.")
    if sum(choice.best for choice in choices) != 1:
        yield fault(place, f"{what} needs exactly one best choice.", "Set best = true on one choice.")
    for key in repeated(choice.key for choice in choices):
        yield fault(place, f'{what} uses the choice "{key}" more than once.', "Give each choice its own letter.")


def stop_advice(content: CourseContent, lesson: Lesson) -> Iterator[Finding]:
    """What lets a draft be: questions without a lecture, too close to each other, or given away before a quiz."""
    if not lesson.stops:
        return
    place = Place("lesson", lesson.key, "stop")
    if not (lesson.deck or lesson.asset):
        sentence = "The lesson has questions for its lecture, but no lecture."
        yield blocks(place, sentence, "Attach one, or remove them.", kind=Kind.LECTURE)
    for before, after in pairwise(sorted(lesson.stops, key=lambda stop: stop.at_ms)):
        if after.at_ms - before.at_ms < CLOSEST_MS:
            sentence = f"The questions at {before.at} and {after.at} are less than 10 seconds apart."
            hint = "Leave more time between them, or keep one."
            yield blocks(_place(lesson, after), sentence, hint, kind=Kind.LECTURE)
    quizzes = [other.quiz for other in content.lessons if other.quiz]
    drawn = {question.key for quiz in quizzes for question in askable(content, quiz)}
    for stop in lesson.stops:
        if stop.question in drawn:
            sentence = f"The question at {stop.at} can also be drawn by a quiz, and its answer is told in the lecture."
            hint = "Write one of its own, or use a pool that no quiz draws from."
            yield look(_place(lesson, stop), sentence, hint, kind=Kind.LECTURE)


def late_stops(content: CourseContent, lengths: Mapping[str, int]) -> tuple[Finding, ...]:
    """Questions after the end of their lecture. lengths: milliseconds by lesson key, where they are known."""
    return tuple(
        blocks(
            _place(lesson, stop),
            f"The question at {stop.at} comes after the end of the lecture.",
            "Move it.",
            kind=Kind.LECTURE,
        )
        for lesson in content.lessons
        for stop in lesson.stops
        if 0 < lengths.get(lesson.key, 0) <= stop.at_ms
    )


def _place(lesson: Lesson, stop: Stop) -> Place:
    return Place("lesson", lesson.key, f"stop[{lesson.stops.index(stop)}]")
