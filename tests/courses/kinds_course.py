"""A course whose quiz asks a question of every kind, two of them about one situation."""

import msgspec

from courses.content.model import (
    Accept,
    CourseContent,
    Draw,
    Hotspot,
    Numeric,
    Question,
    Region,
    Stimulus,
)
from courses.learning.bank import questions_asked
from courses.learning.rules.kinds import RULES, Layout, Tokens, layout_in
from courses.learning.tables import Attempt, AttemptItem
from tests.courses import taken_course as taken
from tests.courses.small_course import small_course

POOL = "scenes"
SITUATION = Stimulus(key="wet-yard", pool=POOL, title="A wet yard", body="Two casings lie in the **rain**.")
RINGS = Hotspot(
    diagram="rings\nHouse\nYard\nStreet",
    cut=560,
    alt="Three rings around a point, one inside the other.",
    regions=(
        Region(key="in", body="The innermost ring", shape=(270, 325, 170, 345), correct=True),
        Region(key="mid", body="The ring in the middle", shape=(190, 165, 330, 665)),
        Region(key="out", body="The outer ring", shape=(110, 5, 602, 5, 602, 995, 110, 995)),
    ),
)


def _question(kind: str, stem: str, **parts: object) -> Question:
    named = {"key": f"k-{kind.replace('_', '-')}", "pool": POOL, "kind": kind, "stem": stem, "objective": "1.1a"}
    return msgspec.convert(
        named | {"explanation": f"Why {kind}.", "sources": ["S1"]} | msgspec.to_builtins(parts), Question
    )


def _letters(right: str, of: str = "abcd") -> list[dict[str, object]]:
    return [{"key": key, "body": f"Answer {key}", "correct": key in right} for key in of]


QUESTIONS = (
    _question("one", "Which comes first?", choice=_letters("b"), stimulus="wet-yard"),
    _question("many", "Which belong in the log?", choice=_letters("ac"), scoring="partial"),
    _question("true_false", "Rain can wait.", choice=_letters("b", "ab")),
    _question(
        "matching", "What goes into which package?", scoring="partial",
        pair=[{"key": "p", "left": "A wet shirt", "right": "Paper, once dry"},
              {"key": "q", "left": "A pistol", "right": "A rigid box"},
              {"key": "r", "right": "A plastic bag"}],
    ),
    _question(
        "ordering", "Put the steps in order.", scoring="partial", stimulus="wet-yard",
        choice=[{"key": key, "body": body} for key, body in
                (("x", "Photograph"), ("y", "Measure"), ("z", "Collect"))],
    ),
    _question("numeric", "How many hours?", numeric=Numeric(value="73125", tolerance="0.5", unit="hours")),
    _question("text", "What is an unconfirmed link called?", accept=[Accept(text="Potential association")]),
    _question("hotspot", "Where do the casings lie?", hotspot=RINGS),
)  # fmt: skip


def content() -> CourseContent:
    """The course, whose first quiz asks all of these."""
    course = taken.content(draws=(Draw(pool=POOL, count=len(QUESTIONS)),))
    law = tuple(question for question in course.questions if question.pool == "law")
    return msgspec.structs.replace(course, questions=(*law, *QUESTIONS), stimuli=(SITUATION,), roll_calls=())


async def asked(code: str) -> dict[int, tuple[Question, Layout]]:
    """The questions of an attempt with their layouts, by position."""
    row = await Attempt.select(Attempt.id).where(Attempt.code == code).first()
    attempt_id = (row or {})["id"]
    questions = await questions_asked(attempt_id)
    items = await AttemptItem.select().where(AttemptItem.attempt == attempt_id)
    return {item["position"]: (questions[item["question"]], layout_in(item)) for item in items}


async def right_tokens(code: str) -> dict[int, Tokens]:
    """What a browser sends for the right answer to each question of an attempt."""
    found = (await asked(code)).items()
    return {
        position: RULES[question.kind].tokens(layout, RULES[question.kind].right(question))
        for position, (question, layout) in found
    }


def short_course(**changes: object) -> CourseContent:
    """The small course without lectures, its first quiz asking every kind once."""
    course = small_course(**changes)
    own = tuple(msgspec.structs.replace(one, pool="collect", sources=("G1",)) for one in QUESTIONS)
    first, *others = course.modules[0].lessons
    quiz = msgspec.structs.replace(first.quiz, draws=(Draw(pool="collect", count=len(own)),))
    asks = msgspec.structs.replace(course.modules[0], lessons=(msgspec.structs.replace(first, quiz=quiz), *others))
    rest = tuple(one for one in course.questions if one.pool != "collect")
    situation = msgspec.structs.replace(SITUATION, pool="collect")
    return msgspec.structs.replace(
        course, modules=(asks, *course.modules[1:]), questions=(*own, *rest), stimuli=(situation,)
    )
