"""What a quiz asks for: how many questions of which pool, tag, objective, kind or situation, each question once."""

from collections.abc import Sequence
from typing import Protocol

from courses.content.model import CourseContent, Pick, Question, Quiz


class Traits(Protocol):
    """What a pick looks at; a question, or a row that stands for one."""

    @property
    def pool(self) -> str: ...
    @property
    def objective(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def stimulus(self) -> str: ...


def picks_of(quiz: Quiz) -> tuple[Pick, ...]:
    """All that the quiz takes, draws from whole pools first."""
    return (*(Pick(pool=draw.pool, count=draw.count) for draw in quiz.draws), *quiz.picks)


def fits(pick: Pick, one: Traits) -> bool:
    """Whether the question is of the pool, objective, kinds and situation the pick names, and has all its tags."""
    return (
        pick.pool in ("", one.pool)
        and pick.objective in ("", one.objective)
        and pick.stimulus in ("", one.stimulus)
        and (not pick.kinds or one.kind in pick.kinds)
        and set(pick.tags) <= set(one.tags)
    )


def askable(content: CourseContent, quiz: Quiz) -> tuple[Question, ...]:
    """Every question of the bank that the quiz may ask."""
    picks = picks_of(quiz)
    return tuple(question for question in content.questions if any(fits(pick, question) for pick in picks))


def told_before(content: CourseContent) -> frozenset[str]:
    """Keys of the questions that quizzes of lessons may ask; they are known before the exam."""
    quizzes = (lesson.quiz for lesson in content.lessons if lesson.quiz and not lesson.quiz.final)
    return frozenset(question.key for quiz in quizzes for question in askable(content, quiz))


def shortage(content: CourseContent, quiz: Quiz) -> tuple[int, ...]:
    """For each of `picks_of`, how many questions are missing when as many picks as can be are served."""
    wanted = [[place for place, one in enumerate(content.questions) if fits(pick, one)] for pick in picks_of(quiz)]
    counts = [pick.count for pick in picks_of(quiz)]
    served = shared_out(wanted, counts)
    return tuple(count - len(own) for count, own in zip(counts, served, strict=True))


def shared_out(wanted: Sequence[Sequence[int]], counts: Sequence[int]) -> list[list[int]]:
    """For each list of wanted numbers as many of them as its count says, no number twice; early ones are preferred.

    As many places are filled as can be at all: a number is handed on where another will do as well (Kuhn, The Hungarian
    Method for the Assignment Problem, 1955).
    """
    owner: dict[int, tuple[int, int]] = {}
    slots = [(pick, turn) for pick, count in enumerate(counts) for turn in range(count)]
    for slot in slots:
        _serve(slot, wanted, owner)
    served: list[list[int]] = [[] for _ in counts]
    for slot in slots:
        served[slot[0]] += [number for number, holder in owner.items() if holder == slot]
    return served


def _serve(slot: tuple[int, int], wanted: Sequence[Sequence[int]], owner: dict[int, tuple[int, int]]) -> bool:
    """Give the slot a number, moving others where that helps; whether there was one. Breadth first: no deep stack."""
    came_from: dict[int, tuple[int, int]] = {}
    waiting = [slot]
    for here in waiting:
        for number in wanted[here[0]]:
            if number in came_from:
                continue
            came_from[number] = here
            if number not in owner:
                _hand_on(number, came_from, owner)
                return True
            waiting.append(owner[number])
    return False


def _hand_on(number: int, came_from: dict[int, tuple[int, int]], owner: dict[int, tuple[int, int]]) -> None:
    """Every slot on the way takes the number it asked for, and gives its own to the one before it."""
    held = {slot: taken for taken, slot in owner.items()}
    while True:
        slot = came_from[number]
        before = held.get(slot)
        owner[number] = slot
        if before is None:
            return
        number = before
