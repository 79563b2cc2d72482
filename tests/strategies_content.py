"""Courses as an author might write them: any text, every optional part there or not, references that lead somewhere."""

from datetime import date

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from courses.content.kinds import CHOSEN
from courses.content.model import (
    FOCUS_AREAS,
    Accept,
    Choice,
    CourseContent,
    Draw,
    Fact,
    Hotspot,
    JobAid,
    Lesson,
    Module,
    Numeric,
    Objective,
    Pair,
    Pick,
    Question,
    Quiz,
    Region,
    RollCall,
    Scenario,
    ScenarioChoice,
    Source,
    Stimulus,
    Stop,
    in_pool_order,
)

KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
LETTERS = ("a", "b", "c", "d")
_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n", exclude_characters="\ufeff"
)
PROSE = st.one_of(
    st.text(_CHARACTERS, min_size=1, max_size=60),
    st.sampled_from(
        ["+++", "a\n+++\nb", '"""', "'''\n[[question]]\nkey = 1", "# Head\n\nText [G8].", "\\n \\u0041", "---"]
    ),
)
BODIES = PROSE.map(lambda text: text.strip("\n"))
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
SOURCES = st.lists(st.integers(1, 99), unique=True, max_size=3).map(
    lambda found: tuple(f"G{number}" for number in found)
)


@st.composite
def _choices(draw: st.DrawFn, kind: str) -> dict[str, object]:
    size = 2 if kind == "true_false" else draw(st.integers(2, 4))
    right = draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=size if kind == "many" else 1))
    feedback = draw(st.one_of(st.just(""), PROSE))
    return {
        "choices": tuple(
            Choice(key=LETTERS[n], body=draw(PROSE), correct=n in right, feedback=feedback) for n in range(size)
        )
    }


@st.composite
def _ordering(draw: st.DrawFn) -> dict[str, object]:
    body, size = draw(PROSE), draw(st.integers(3, 5))
    return {"choices": tuple(Choice(key=f"k{n}", body=f"{body} {n}") for n in range(size))}


@st.composite
def _matching(draw: st.DrawFn) -> dict[str, object]:
    text, size, rights = draw(PROSE), draw(st.integers(2, 4)), draw(st.integers(2, 5))
    pairs = [Pair(key=f"p{n}", left=f"{text} {n}", right=f"{n % rights} {text}") for n in range(size)]
    return {"pairs": (*pairs, *(Pair(key=f"x{n}", right=f"{n} {text}") for n in range(size, rights)))}


FIGURES = st.decimals(-1000, 1000, places=2).map(str)


@st.composite
def _numeric(draw: st.DrawFn) -> dict[str, object]:
    off = str(draw(st.decimals(0, 10, places=1)))
    unit = draw(st.sampled_from(["", "months", "%"]))
    return {"numeric": Numeric(value=draw(FIGURES), tolerance=off, percent=draw(st.integers(0, 20)), unit=unit)}


@st.composite
def _text(draw: st.DrawFn) -> dict[str, object]:
    text, size = draw(LINES), draw(st.integers(1, 3))
    forms = (Accept(text=f"{text} {n}", per_mille=1000 - 300 * n, any_order=bool(n % 2)) for n in range(size))
    return {"accepts": tuple(forms)}


SHAPES = ((0, 0, 100, 100), (500, 200, 500, 800), (0, 0, 1000, 0, 500, 900))


@st.composite
def _hotspot(draw: st.DrawFn) -> dict[str, object]:
    body, size, cut = draw(LINES), draw(st.integers(2, 5)), draw(st.integers(100, 1000))
    right = draw(st.integers(0, size - 1))
    regions = tuple(Region(key=f"r{n}", body=body, shape=SHAPES[n % 3], correct=n == right) for n in range(size))
    return {"hotspot": Hotspot(diagram="rings\nOne\nTwo", cut=cut, alt="Rings", regions=regions)}


PARTS = {
    "ordering": _ordering(), "matching": _matching(), "numeric": _numeric(), "text": _text(), "hotspot": _hotspot(),
}  # fmt: skip
KINDS = ("one", "many", "true_false", *PARTS)


@st.composite
def questions(draw: st.DrawFn, key: str, pool: str, goals: tuple[str, ...], sources: tuple[str, ...]) -> Question:
    kind = draw(st.sampled_from(KINDS))
    return Question(
        key=key,
        pool=pool,
        kind=kind,
        objective=draw(st.sampled_from(["", *goals])),
        points=draw(st.integers(1, 3)),
        stem=draw(PROSE),
        explanation=draw(st.one_of(st.just(""), PROSE)),
        sources=tuple(draw(st.lists(st.sampled_from(sources), unique=True))) if sources else (),
        critical=draw(st.booleans()),
        scoring=draw(st.sampled_from(["all", "partial"])),
        tags=tuple(draw(st.lists(KEYS, unique=True, max_size=2))),
        **draw(PARTS[kind] if kind in PARTS else _choices(kind)),
    )


@st.composite
def one_best(draw: st.DrawFn) -> tuple[ScenarioChoice, ...]:
    size = draw(st.integers(2, 4))
    best = draw(st.integers(0, size - 1))
    return tuple(
        ScenarioChoice(key=LETTERS[n], body=draw(PROSE), feedback=draw(PROSE), best=n == best) for n in range(size)
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    debrief = draw(st.one_of(st.just(""), PROSE))
    return Scenario(title=draw(LINES), prompt=draw(PROSE), choices=draw(one_best()), debrief=debrief)


MOMENTS = st.from_regex(r"([0-9]:)?[0-5]?[0-9]:[0-5][0-9]", fullmatch=True)


@st.composite
def stops(draw: st.DrawFn, bank: tuple[str, ...]) -> tuple[Stop, ...]:
    """Questions inside a lecture, some of the bank where it has any."""
    made = []
    for key in draw(st.lists(KEYS, unique=True, max_size=3)):
        at, of_bank = draw(MOMENTS), draw(st.sampled_from(["", *bank]))
        own = {} if of_bank else {"prompt": draw(PROSE.filter(str.strip)), "choices": draw(one_best())}
        made.append(Stop(key=key, at=at, question=of_bank, **own))
    return tuple(made)


@st.composite
def quizzes(draw: st.DrawFn, pool: str, size: int) -> Quiz:
    return Quiz(
        title=draw(LINES),
        pass_percent=draw(st.integers(1, 100)),
        attempts_allowed=draw(st.integers(0, 5)),
        time_limit_minutes=draw(st.integers(0, 60)),
        cool_off_minutes=draw(st.integers(0, 60)),
        reveal=draw(st.sampled_from(["never", "after_pass", "after_last", "after_closing"])),
        after_sending=draw(st.sampled_from(["result", "objectives", "marks"])),
        grace_seconds=draw(st.integers(0, 120)),
        shuffle_questions=draw(st.booleans()),
        shuffle_choices=draw(st.booleans()),
        **draw(
            st.sampled_from(
                [
                    {"draws": (Draw(pool=pool, count=draw(st.integers(1, size))),)},
                    {"picks": (Pick(pool=pool, count=1, kinds=KINDS),)},
                ]
            )
        ),
    )


@st.composite
def lessons(draw: st.DrawFn, key: str, pool_size: int, sources: tuple[str, ...]) -> Lesson:
    goals = tuple(Objective(id=f"{key[:10]}.{n}", text=draw(PROSE)) for n in range(draw(st.integers(0, 2))))
    facts = tuple(
        Fact(
            id=f"F{n}",
            mark=draw(st.sampled_from(["", "V", "K"])),
            sources=sources[:n],
            text=draw(PROSE),
            reviewed_by=draw(st.one_of(st.just(""), LINES)),
            reviewed_on=draw(st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    return Lesson(
        key=key,
        number=draw(st.sampled_from(["", "1.1", "2.10"])),
        title=draw(LINES),
        minutes=draw(st.integers(0, 90)),
        takes_law=draw(st.booleans()),
        minimum_watch_percent=draw(st.integers(0, 100)),
        body=draw(BODIES),
        deck=draw(st.one_of(st.just(""), PROSE)),
        objectives=goals,
        facts=facts,
        stops_required=draw(st.booleans()),
        seek_lock=draw(st.booleans()),
        scenario=draw(st.none() | scenarios()),
        quiz=draw(quizzes(key, pool_size)) if pool_size else None,
    )


@st.composite
def roll_calls(draw: st.DrawFn, lesson_keys: list[str], bank: list[str]) -> tuple[RollCall, ...]:
    """Packs made from lessons and questions that are there."""
    asked = st.lists(st.sampled_from(bank), unique=True, max_size=3) if bank else st.just([])
    return tuple(
        RollCall(
            key=key,
            title=draw(LINES),
            lesson=draw(st.sampled_from(lesson_keys)),
            minutes=draw(st.integers(5, 20)),
            sections=tuple(draw(st.lists(LINES, max_size=2))),
            questions=tuple(draw(asked)),
        )
        for key in draw(st.lists(KEYS, unique=True, max_size=2))
    )


WHOLE_COURSES = settings(max_examples=settings().max_examples * 2 // 5)
"""A course of any shape takes longer to make up than to test: fewer of them, in proportion to the profile."""


@st.composite
def contents(draw: st.DrawFn) -> CourseContent:
    """A course without faults, in the one order of questions; its parts may be few, its texts anything."""
    sources = draw(SOURCES)
    keys = draw(st.lists(KEYS, unique=True, min_size=1, max_size=3))
    sizes = {key: draw(st.integers(0, 2)) for key in keys}
    made = [draw(lessons(key, sizes[key], sources)) for key in keys]
    goals = tuple(dict.fromkeys(goal.id for lesson in made for goal in lesson.objectives))
    bank = [draw(questions(f"q-{key}-{n}", key, goals, sources)) for key in keys for n in range(sizes[key])]
    shared = draw(st.builds(Stimulus, key=KEYS, pool=st.sampled_from(keys), title=LINES, body=PROSE))
    bank = [msgspec.structs.replace(one, stimulus=draw(st.sampled_from(["", shared.key]))) for one in bank]
    askable = {key: tuple(one.key for one in bank if one.pool == key and one.kind in CHOSEN) for key in keys}
    made = [msgspec.structs.replace(lesson, stops=draw(stops(askable[lesson.key]))) for lesson in made]
    cut = draw(st.integers(0, len(made)))
    parts = [("first", made[:cut]), ("second", made[cut:])]
    return CourseContent(
        slug=draw(KEYS),
        code="CG",
        track="crime-guns",
        title=draw(LINES),
        summary=draw(st.one_of(st.just(""), PROSE)),
        prerequisites=draw(st.one_of(st.just(""), PROSE)),
        validity_months=draw(st.integers(0, 600)),
        focus_areas=tuple(draw(st.lists(st.sampled_from(FOCUS_AREAS), unique=True))),
        contact_minutes=draw(st.integers(0, 600)),
        pass_percent=draw(st.integers(1, 100)),
        law_reviewed_on=draw(st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))),
        sources=tuple(Source(code=code, title=draw(PROSE)) for code in sources),
        job_aids=tuple(
            JobAid(key=f"aid-{n}", title=draw(LINES), body=draw(BODIES.filter(bool)))
            for n in range(draw(st.integers(0, 2)))
        ),
        roll_calls=draw(roll_calls(keys, [key for own in askable.values() for key in own])),
        stimuli=draw(st.sampled_from([(), (shared,)])) if not any(one.stimulus for one in bank) else (shared,),
        modules=tuple(Module(key=key, title=draw(LINES), lessons=tuple(own)) for key, own in parts),
        questions=in_pool_order(tuple(bank)),
    )
