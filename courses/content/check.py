"""What is wrong with a course, said as sentences an instructor can act on.

A *fault* makes a course that cannot run: it is refused everywhere, in folders and in the editor. Other findings let a
draft be: some block publishing, some ask a person to look.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from courses.content.drawing import draw_faults
from courses.content.findings import COURSE, Finding, Kind, Place, blocks, fault, look, repeated
from courses.content.kinds import kind_faults, stimulus_advice, stimulus_faults
from courses.content.markdown import cited
from courses.content.model import FOCUS_AREAS, CourseContent, Lesson, Question, Quiz
from courses.content.roll_calls import roll_call_advice, roll_call_faults
from courses.content.stops import one_best, stop_advice, stop_faults

LAW_REVIEW_LASTS = timedelta(days=365)
"""Lessons that teach law are looked at again every year, as the program asks of its training material."""
LONG_ANSWER = 1.6
"""A correct answer this many times longer than the others gives itself away."""


def check(content: CourseContent) -> tuple[Finding, ...]:
    """All findings, faults first, each group in the order of the course."""
    return (*faults(content), *advice(content))


def faults(content: CourseContent) -> tuple[Finding, ...]:
    """What makes the content impossible to run: keys used twice, references to nothing, questions without an answer."""
    parts: tuple[Callable[[CourseContent], Iterator[Finding]], ...] = (
        _twice_used,
        _lesson_faults,
        _question_faults,
        stimulus_faults,
        draw_faults,
        roll_call_faults,
    )
    return tuple(finding for part in parts for finding in part(content))


def law_findings(content: CourseContent, today: date) -> tuple[Finding, ...]:
    """Whether somebody has looked at the law in time; apart from `check` because time alone changes the answer."""
    reviewed = content.law_reviewed_on
    if not any(lesson.takes_law for lesson in content.lessons):
        return ()
    if reviewed is None:
        hint = "Have the law-bearing lessons reviewed, then set the date. Until then every page says that nobody has."
        return (look(COURSE, "Lessons teach law, and no review of it is dated.", hint, kind=Kind.LAW),)
    if today - reviewed > LAW_REVIEW_LASTS:
        sentence = f"The law was last reviewed on {reviewed:%B} {reviewed.day}, {reviewed.year}, over a year ago."
        hint = "Have the law-bearing lessons reviewed, then set the new date."
        return (blocks(COURSE, sentence, hint, kind=Kind.LAW),)
    return ()


def _twice_used(content: CourseContent) -> Iterator[Finding]:
    lessons = content.lessons
    groups: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("module", "module", (module.key for module in content.modules)),
        ("lesson", "lesson", (lesson.key for lesson in lessons)),
        ("question", "question", (question.key for question in content.questions)),
        ("job_aid", "job aid", (aid.key for aid in content.job_aids)),
        ("roll_call", "roll-call pack", (pack.key for pack in content.roll_calls)),
    )
    for kind, word, keys in groups:
        for key in repeated(keys):
            yield fault(Place(kind, key), f'The {word} key "{key}" is used more than once.', "Give each its own key.")
    for code in repeated(source.code for source in content.sources):
        yield fault(COURSE, f"The source {code} is listed more than once.", "Keep one entry per source.")
    for identifier in repeated(goal.id for lesson in lessons for goal in lesson.objectives):
        yield fault(COURSE, f'The objective "{identifier}" is listed more than once.', "Number objectives once.")


def _lesson_faults(content: CourseContent) -> Iterator[Finding]:
    known = {source.code for source in content.sources}
    for lesson in content.lessons:
        place = Place("lesson", lesson.key)
        if lesson.deck and lesson.asset:
            yield fault(place, "The lesson has both slides and a recording.", "Keep the deck or the asset.")
        if lesson.kind == "exam" and lesson.quiz is None:
            yield fault(place, "An exam needs a quiz.", "Add [quiz] with final = true and its draws.")
        if lesson.scenario:
            yield from one_best(Place("lesson", lesson.key, "scenario"), "The scenario", lesson.scenario.choices)
        yield from stop_faults(content, lesson)
        for position, fact in enumerate(lesson.facts):
            for code in sorted(set(fact.sources) - known):
                place = Place("lesson", lesson.key, f"fact[{position}].sources")
                yield fault(place, f"Fact {fact.id} names the unknown source {code}.", "Add the source to the course.")
    finals = [lesson for lesson in content.lessons if lesson.quiz and lesson.quiz.final]
    for lesson in finals[1:]:
        yield fault(Place("lesson", lesson.key), "There is more than one final exam.", "Leave final = true on one.")


def _question_faults(content: CourseContent) -> Iterator[Finding]:
    known = {source.code for source in content.sources}
    goals = {goal.id for lesson in content.lessons for goal in lesson.objectives}
    for question in content.questions:
        place = Place("question", question.key)
        yield from kind_faults(place, question)
        if question.objective and question.objective not in goals:
            place = Place("question", question.key, "objective")
            yield fault(place, f'No lesson has the objective "{question.objective}".', "Use an objective of a lesson.")
        for code in sorted(set(question.sources) - known):
            place = Place("question", question.key, "sources")
            yield fault(place, f"The question names the unknown source {code}.", "Add the source to the course.")


def _quizzes(content: CourseContent) -> Iterator[tuple[Lesson, Quiz]]:
    return ((lesson, lesson.quiz) for lesson in content.lessons if lesson.quiz)


def advice(content: CourseContent) -> Iterator[Finding]:
    """Findings that let a draft be."""
    if not content.lessons:
        hint = "Add a module and its first lesson."
        yield blocks(COURSE, "The course has no lessons yet.", hint, kind=Kind.PARTS)
    elif not any(quiz.final for _, quiz in _quizzes(content)):
        hint = "Add an exam; the certificate rests on it."
        yield blocks(COURSE, "The course has no final exam.", hint, kind=Kind.PARTS)
    for area in content.focus_areas:
        if area not in FOCUS_AREAS:
            sentence = f'"{area}" is not one of the eight core areas.'
            yield blocks(COURSE, sentence, "Spell it as the program does.", kind=Kind.DETAILS)
    if content.minutes != content.contact_minutes:
        sentence = f"The course says {content.contact_minutes} minutes; its lessons add up to {content.minutes}."
        yield look(COURSE, sentence, "Certificates print the minutes of the course.", kind=Kind.DETAILS)
    yield from roll_call_advice(content)
    yield from stimulus_advice(content)
    for lesson in content.lessons:
        yield from _lesson_advice(content, lesson)
        yield from stop_advice(content, lesson)
    for question in content.questions:
        yield from _question_advice(question)


def _lesson_advice(content: CourseContent, lesson: Lesson) -> Iterator[Finding]:
    place = Place("lesson", lesson.key)
    if not (lesson.body.strip() or lesson.deck or lesson.asset):
        hint = "Write the text or attach a recording."
        yield blocks(place, "The lesson has neither text nor a lecture.", hint, kind=Kind.PARTS)
    known = {source.code for source in content.sources}
    for code in cited(lesson.body):
        if code not in known:
            sentence = f"The text cites [{code}], which is not a source of the course."
            yield blocks(place, sentence, "Add it to the sources.", kind=Kind.SOURCES)
    for fact in lesson.facts:
        if not fact.sources:
            hint = "Name where it is from, or take it out."
            yield blocks(place, f"Fact {fact.id} has no source.", hint, kind=Kind.SOURCES)
    asked = {question.objective for question in content.questions}
    for goal in lesson.objectives:
        if goal.id not in asked:
            sentence = f"No question asks for objective {goal.id}."
            yield look(place, sentence, "Write one for the exam.", kind=Kind.COVERAGE)


def _question_advice(question: Question) -> Iterator[Finding]:
    place = Place("question", question.key)
    if not question.explanation.strip():
        sentence = "The question does not say why its answer is right."
        yield look(place, sentence, "Write the reason in a sentence.", kind=Kind.RATIONALE)
    if not question.objective:
        yield look(place, "The question belongs to no objective.", "Choose what it asks for.", kind=Kind.COVERAGE)
    if gives_itself_away(question):
        sentence = "The correct answer is much longer than the others."
        yield look(place, sentence, "Make the answers equally long.", kind=Kind.OPTIONS)


def gives_itself_away(question: Question) -> bool:
    """Whether length alone tells the one correct answer from the others."""
    right = [len(choice.body) for choice in question.choices if choice.correct]
    wrong = [len(choice.body) for choice in question.choices if not choice.correct]
    return question.kind == "one" and bool(wrong) and right[:1] > [int(max(wrong) * LONG_ANSWER)]
