"""Roll calls: who is present, what is owed, which page comes next, whatever phones did."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.codes import ALPHABET, new_short_code, read_short_code
from academy.errors import Invalid
from courses.roll_calls.rules import calls, parts
from tests.courses.taken_course import QUESTIONS

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
people = st.lists(
    st.builds(parts.Part, id=st.integers(1, 40), is_expected=st.booleans(), answers=st.integers(0, 3)),
    unique_by=lambda one: one.id,
)


@given(people, st.sets(st.integers(1, 40)))
def test_present_is_who_was_ticked_and_only_the_expected_owe(found: list[parts.Part], ticked: set[int]):
    ends = {one.part_id: one for one in parts.outcomes(found, ticked, TODAY)}
    assert set(ends) == {one.id for one in found}
    for one in found:
        assert (ends[one.id].presence == "present") == (one.id in ticked)
        assert (ends[one.id].due_on is not None) == (one.is_expected and one.id not in ticked)


@given(
    st.sampled_from(["open", "closed", "attested", "called_off"]),
    st.sampled_from([None, "open", "present", "absent", "made_up"]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)
def test_answers_are_told_to_nobody_while_others_still_answer(
    state: str, presence: str | None, joined: bool, owes: bool, left: int
):
    at = parts.stage(state, presence, joined=joined, owes=owes, left=left)
    if state == "open":
        assert at in ("confirm", "answer", "wait")
        assert not parts.tells(at, left)
    if at == "make_up":
        assert parts.tells(at, left) == (left == 0)
    assert (at == "present") == (presence == "present" and state in ("closed", "attested"))


@given(st.sampled_from(["open", "closed", "attested", "called_off"]), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_a_forgotten_roll_call_takes_nobody_in(state: str, later: timedelta):
    takes = calls.takes_answers(state, NOON, NOON + later)
    assert takes == (state == "open" and later < calls.LASTS)


@pytest.mark.parametrize("state", ["attested", "called_off"])
@pytest.mark.parametrize("verb", ["close", "attest", "call_off"])
def test_what_is_over_stays_over(state: str, verb: str):
    with pytest.raises(calls.CannotMove):
        calls.move(state, verb)


def test_nobody_present_becomes_absent_or_makes_it_up():
    for presence in ("present", "made_up", "open"):
        with pytest.raises(parts.NothingToMakeUp):
            parts.move(presence, "make_up")


@given(st.lists(st.sampled_from("abcdx"), max_size=5))
def test_an_answer_is_one_of_those_offered(chosen: list[str]):
    one, many = QUESTIONS[0], QUESTIONS[1]
    for question, fits in ((one, len(set(chosen)) == 1), (many, bool(chosen))):
        if not fits or "x" in chosen:
            with pytest.raises(parts.NotOffered):
                parts.offered(question, chosen)
        else:
            kept = parts.offered(question, chosen)
            assert parts.is_right(question, kept) == (set(chosen) == set("b" if question is one else "ac"))


@given(st.integers(-400, 800), st.booleans())
def test_a_make_up_is_due_from_today_within_a_year(days: int, owed: bool):
    if 0 <= days <= calls.MOST_DAYS:
        calls.require_due(TODAY + timedelta(days), TODAY, owed=owed)
    else:
        with pytest.raises(Invalid):
            calls.require_due(TODAY + timedelta(days), TODAY, owed=owed)


@given(st.text(alphabet=ALPHABET.lower() + ALPHABET + " -OIl", max_size=12))
def test_a_code_is_read_however_it_was_typed(text: str):
    read = read_short_code(text)
    assert read is None or (len(read) == 6 and read_short_code(read) == read)
    code = new_short_code()
    assert read_short_code(f" {code[:3].lower()}-{code[3:]} ") == code
