"""A wrong key put right: who answered before gains or keeps, who passes goes on, and everything is written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from academy import jobs
from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.errors import Invalid
from academy.record_log.tables import LoggedRecord
from courses.content.model import Choice, Question
from courses.learning.actions import attempts, enrollments
from courses.learning.queries.results import result_page
from courses.learning.records import KEY_FIX
from courses.learning.rules.key_fixes import KeyFix, NoFix, raised, require_fix, worth, worth_now
from courses.learning.rules.kinds import FULL, per_mille
from courses.learning.tables import Attempt, LessonProgress, RegradeLine
from courses.regrading.actions import asked_in, fix_key, settle_raised
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import taken_course as taken

LETTERS = "abcd"


def question(kind: str, right: str) -> Question:
    choices = tuple(Choice(key=key, body=key, correct=key in right) for key in LETTERS)
    return Question(key="q", pool="p", kind=kind, stem="?", choices=choices)  # type: ignore[arg-type]


letters = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4, unique=True).map(tuple)
kinds = st.sampled_from(["one", "many"])


@given(kinds, letters, letters, letters, st.integers(0, FULL))
def test_nobody_loses_and_the_new_key_is_worth_all(
    kind: str, old: tuple[str, ...], new: tuple[str, ...], answer: tuple[str, ...], before: int
) -> None:
    asked, fix = question(kind, "".join(old)), KeyFix(right=new)
    given = answer[:1] if kind == "one" else answer
    assert raised(before, asked, fix, given) >= before
    assert worth(asked, fix, new[:1] if kind == "one" else new) == FULL
    assert raised(before, asked, KeyFix(everybody=True), ()) == FULL
    assert worth_now(asked, (), given) == per_mille(asked, given)
    assert worth_now(asked, (KeyFix(right=old), fix), given) == worth(asked, fix, given)


@pytest.mark.parametrize(
    ("asked", "fix"),
    [
        (question("one", "a"), KeyFix()),
        (question("one", "a"), KeyFix(right=("a",))),
        (question("many", "ab"), KeyFix(right=("a", "z"))),
        (replace(question("one", ""), kind="numeric"), KeyFix(also=("ten",))),
        (replace(question("one", ""), kind="ordering"), KeyFix(right=("a",))),
    ],
)
def test_what_is_no_correction_is_refused_with_a_sentence(asked: Question, fix: KeyFix) -> None:
    with pytest.raises(NoFix) as refusal:
        require_fix(asked, fix)
    assert all(sentence.endswith(".") for sentence in refusal.value.fields.values())


@pytest.fixture
async def enrolled(database: DatabaseEngine, cast: Cast) -> dict[str, str]:
    """Maria and Tyler in a quiz of all four questions of the pool, to be passed with three."""
    await taken.publish(taken.content(pass_percent=75, draws=(taken.Draw(pool="scenes", count=4),)))
    return {name: await enrollments.enroll(cast.people[name], course_slug="rain") for name in ("maria", "tyler")}


async def sit(cast: Cast, name: str, code: str, wrong: dict[str, str]) -> str:
    """An attempt with everything right but the questions named, answered as given."""
    attempt = await attempts.start(cast.people[name], code=code, key="first-steps")
    rows = await Attempt.raw(
        "SELECT i.position, q.key FROM attempt_item i JOIN attempt t ON t.id = i.attempt"
        " JOIN question q ON q.id = i.question WHERE t.code = {}",
        attempt,
    )
    right = await taken.right_answers(attempt)
    for row in rows:
        chosen = frozenset(wrong[row["key"]]) if row["key"] in wrong else right[row["position"]]
        await attempts.answer(cast.people[name], code=attempt, position=row["position"], chosen=chosen)
    await attempts.submit(cast.people[name], code=attempt)
    return attempt


async def test_a_correction_raises_lets_pass_and_leaves_the_rest(cast: Cast, enrolled: dict[str, str]) -> None:
    mine = await sit(cast, "maria", enrolled["maria"], {"scenes-1": "c", "scenes-2": "a"})
    his = await sit(cast, "tyler", enrolled["tyler"], {"scenes-2": "a"})
    asked = await asked_in(cast.ravi, "rain", 1, "scenes-1")
    with pytest.raises(Invalid):
        await fix_key(cast.ravi, asked, fix=KeyFix(right=("c",)), reason="")
    _, lines = await fix_key(cast.ravi, asked, fix=KeyFix(right=("c",)), reason="C was right all along.")
    assert [(line.code, line.old_percent, line.percent, line.passes_now) for line in lines] == [(mine, 50, 75, True)]
    await jobs.drain()
    fix_id = (await RegradeLine.select(RegradeLine.fix))[0]["fix"]
    await settle_raised(fix_id)
    result, untouched = await result_page(cast.maria, mine), await result_page(cast.tyler, his)
    assert result is not None
    assert untouched is not None
    assert (result.percent, result.passed, result.exactly, result.raised and result.raised.old_percent) == (
        75,
        True,
        "3",
        50,
    )
    assert (untouched.percent, untouched.passed, untouched.raised) == (75, True, None)
    assert await LessonProgress.count().where(LessonProgress.quiz_passed_at.is_not_null()) == 2


async def test_a_correction_is_written_down_and_the_attempt_stays_as_it_was_graded(
    cast: Cast, enrolled: dict[str, str]
) -> None:
    await sit(cast, "maria", enrolled["maria"], {"scenes-1": "c", "scenes-2": "a"})
    asked = await asked_in(cast.ravi, "rain", 1, "scenes-1")
    await fix_key(cast.ravi, asked, fix=KeyFix(right=("c",)), reason="C was right all along.")
    await jobs.drain()
    assert await Attempt.select(Attempt.percent, Attempt.passed) == [{"percent": 50, "passed": False}]
    words = [row["action"] for row in await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id)]
    assert (words.count("regrading:key:fix"), words.count("regrading:attempt:pass")) == (1, 1)
    assert await LoggedRecord.count().where(LoggedRecord.kind == KEY_FIX) == 1
    assert words[-1] == "regrading:attempt:pass"


async def test_a_second_correction_counts_on_top_and_later_attempts_are_graded_by_the_newest(
    cast: Cast, enrolled: dict[str, str]
) -> None:
    mine = await sit(cast, "maria", enrolled["maria"], {"scenes-1": "c", "scenes-2": "a"})
    first = await asked_in(cast.ravi, "rain", 1, "scenes-1")
    await fix_key(cast.ravi, first, fix=KeyFix(right=("c",)), reason="C.")
    second = await asked_in(cast.ravi, "rain", 1, "scenes-2")
    _, lines = await fix_key(cast.ravi, second, fix=KeyFix(everybody=True), reason="Nobody can know.")
    assert [(line.code, line.old_percent, line.percent) for line in lines] == [(mine, 75, 100)]
    again = await asked_in(cast.ravi, "rain", 1, "scenes-1")
    _, lines = await fix_key(cast.ravi, again, fix=KeyFix(right=("b", "c")), reason="Both.")
    assert lines == ()
    await sit(cast, "tyler", enrolled["tyler"], {"scenes-1": "c", "scenes-2": "d"})
    row = await Attempt.select(Attempt.percent).order_by(Attempt.id, ascending=False).first()
    assert row == {"percent": 100}


async def test_the_page_shows_what_would_change_before_anything_does(
    cast: Cast, enrolled: dict[str, str], browser_as: Browser
) -> None:
    await sit(cast, "maria", enrolled["maria"], {"scenes-1": "c", "scenes-2": "a"})
    ravi = await browser_as(cast.ravi)
    assert "Question 1 of scenes?" in (await ravi.get("/authoring/rain/1/keys")).text
    path = "/authoring/rain/1/keys/scenes-1"
    assert 'id="right-b" name="right" value="b" checked' in (await ravi.get(path)).text
    refused = await ravi.post(path, data={"right": "b", "reason": "It was"})
    assert (refused.status_code, "otherwise than now" in refused.text, "It was" in refused.text) == (422, True, True)
    form = {"right": ["c"], "reason": "C & only C."}
    looked = (await ravi.post(path, data=form)).text
    assert ("<b>1 attempt</b> would be worth more" in looked, await RegradeLine.count()) == (True, 0)
    assert cast.maria.name not in looked
    hasty = await ravi.post(path, data={"right": ["c"], "then": "fix"})
    assert (hasty.status_code, "<b>1 attempt</b> would be worth more" in hasty.text) == (422, True)
    assert (await ravi.post(path, data=form | {"then": "fix"})).status_code == 303
    (attempt,) = await Attempt.select(Attempt.code)
    told = await result_page(cast.maria, attempt["code"])
    assert told is not None
    assert told.raised is not None
    assert sum(row.points for row in told.objectives) == told.raised.points
    past = (await ravi.get(path)).text.partition("Corrections so far")[2]
    assert ("1 attempt raised, 1 of them over the mark" in past, "Right since then" in past) == (True, True)
    assert (await ravi.get("/authoring/rain/2/keys")).status_code == 404
