"""Training elsewhere: what cannot be true of it, what looks like something counted already, and what a file is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.external.rules import (
    DAY_MINUTES,
    MOVES,
    CannotMove,
    Claim,
    Known,
    alike,
    faults,
    media_type_of,
    move,
    remarks,
)

TODAY = date(2026, 11, 21)
days = st.dates(date(1960, 1, 1), date(2030, 12, 31))
claims = st.builds(
    Claim,
    title=st.text(min_size=1, max_size=30),
    provider=st.just("School"),
    minutes=st.integers(1, 100_000),
    began_on=days,
    ended_on=days,
)
known = st.builds(
    lambda title, first, length, here: Known(title=title, first=first, last=first + timedelta(length), here=here),
    st.text(min_size=1, max_size=30),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.integers(0, 40),
    st.booleans(),
)
titles = st.lists(st.sampled_from(["interview", "law", "scene", "night", "basic", "report"]), min_size=1, unique=True)


@given(claims)
def test_what_is_let_through_could_have_happened(claim: Claim):
    if not faults(claim, TODAY):
        assert claim.began_on <= claim.ended_on <= TODAY
        assert 0 < claim.minutes <= claim.days * DAY_MINUTES


@given(claims, st.integers(0, 4000))
def test_what_could_have_happened_stays_so(claim: Claim, later: int):
    """A fault never appears only because time passes."""
    assert set(faults(claim, TODAY + timedelta(later))) - set(faults(claim, TODAY)) <= {"minutes", "ended_on"}
    if not faults(claim, TODAY):
        assert faults(claim, TODAY + timedelta(later)) == {}


@given(titles)
def test_titles_are_alike_whatever_the_order_case_and_small_words(words: list[str]):
    shuffled = sorted(words, reverse=True)
    assert alike(" ".join(words), "The " + " of ".join(shuffled).upper() + " training")


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_goes_both_ways(one: str, other: str):
    assert alike(one, other) == alike(other, one)
    assert alike(one, one)


@given(claims, st.lists(known, max_size=6))
def test_remarks_do_not_depend_on_the_order_of_the_record(claim: Claim, on_record: list[Known]):
    told = remarks(claim, on_record)
    assert sorted(remarks(claim, on_record[::-1])) == sorted(told)
    assert len(told) <= len(on_record) + 1


@given(claims, st.booleans())
def test_the_same_training_is_always_told(claim: Claim, here: bool):
    first, last = sorted((claim.began_on, claim.ended_on))
    same = Known(title=claim.title, first=first, last=last, here=here)
    assert any("looks like" in one for one in remarks(claim, [same]))


def test_days_that_overlap_are_told_and_a_course_here_beside_them_is_not():
    claim = Claim(title="Radar", provider="S", minutes=60, began_on=date(2026, 5, 1), ended_on=date(2026, 5, 2))
    other = Known(title="First aid", first=date(2026, 5, 2), last=date(2026, 5, 4), here=False)
    assert remarks(claim, [other]) == ("Its days overlap with “First aid” (May 2, 2026 to May 4, 2026).",)
    assert remarks(claim, [Known(title="First aid", first=other.first, last=other.last, here=True)]) == ()


@pytest.mark.parametrize("state", ["sent", "approved", "returned", "withdrawn"])
@pytest.mark.parametrize("verb", ["send", "approve", "return", "withdraw"])
def test_it_moves_as_the_table_says_and_not_otherwise(state: str, verb: str):
    if (state, verb) in MOVES:
        assert move(state, verb) == MOVES[state, verb]
    else:
        with pytest.raises(CannotMove):
            move(state, verb)


@given(st.binary(max_size=300))
def test_a_file_is_judged_by_its_content(noise: bytes):
    assert media_type_of(noise) is None
    assert media_type_of(b"%PDF-1.7\n" + noise + b"\n%%EOF\n") == "application/pdf"
    assert media_type_of(b"<html>" + noise) is None
