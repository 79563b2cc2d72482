"""What is wrong with what quizzes take from the bank."""

from collections import Counter
from collections.abc import Iterator

from courses.content.blueprint import fits, picks_of, shortage
from courses.content.findings import Finding, Place, fault, repeated
from courses.content.model import CourseContent, Pick, Quiz


def draw_faults(content: CourseContent) -> Iterator[Finding]:
    """Quizzes that ask nothing, pools that are not there, and more questions taken than there are."""
    for lesson in content.lessons:
        if lesson.quiz:
            found = list(_pool_faults(content, lesson.key, lesson.quiz))
            yield from found or _pick_faults(content, lesson.key, lesson.quiz)


def _pool_faults(content: CourseContent, key: str, quiz: Quiz) -> Iterator[Finding]:
    sizes = Counter(question.pool for question in content.questions)
    place = Place("lesson", key, "quiz")
    if not picks_of(quiz):
        yield fault(place, "The quiz draws no questions.", "Name a pool and how many questions it gives.")
    for pool in repeated(draw.pool for draw in quiz.draws):
        yield fault(place, f'The quiz draws from "{pool}" more than once.', "Add the counts into one draw.")
    for position, draw in enumerate(quiz.draws):
        place = Place("lesson", key, f"quiz.draw[{position}]")
        if draw.pool not in sizes:
            yield fault(place, f'There is no pool "{draw.pool}".', "Pools are the names of the question files.")
        elif draw.count > sizes[draw.pool]:
            sentence = f'The quiz draws {draw.count} questions from "{draw.pool}", which has {sizes[draw.pool]}.'
            yield fault(place, sentence, "Write more questions or draw fewer.")


def _pick_faults(content: CourseContent, key: str, quiz: Quiz) -> Iterator[Finding]:
    """Picks that cannot be served, alone or together with the others of the quiz."""
    missing = shortage(content, quiz) if quiz.picks else ()
    for position, (pick, lacks) in enumerate(zip(picks_of(quiz), missing, strict=False)):
        if lacks:
            name, place = ("pick", position - len(quiz.draws)) if position >= len(quiz.draws) else ("draw", position)
            there = sum(fits(pick, question) for question in content.questions)
            sentence = f"The quiz picks {pick.count} questions {pick_words(pick)}; {there} are there"
            sentence += ", and others of its picks need the same." if there >= pick.count else "."
            hint = "Write more questions of that kind, or pick fewer."
            yield fault(Place("lesson", key, f"quiz.{name}[{place}]"), sentence, hint)


def pick_words(pick: Pick) -> str:
    """ "with tag law, for objective 1.1a": what a pick asks for, as people read it."""
    words = [
        f"of pool {pick.pool}" if pick.pool else "",
        *(f"with tag {tag}" for tag in pick.tags),
        f"for objective {pick.objective}" if pick.objective else "",
        f"of kind {' or '.join(pick.kinds)}" if pick.kinds else "",
        f"about situation {pick.stimulus}" if pick.stimulus else "",
    ]
    return ", ".join(word for word in words if word) or "of any kind"
