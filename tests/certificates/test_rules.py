"""What a certificate is worth, how it moves, and when two names are the same."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.errors import TooMany
from certificates.pace import Pace
from certificates.rules import (
    MOVES,
    CannotMove,
    NoLongerValid,
    NotReady,
    Standing,
    move,
    require_paper,
    same_name,
    standing,
)

TODAY = date(2026, 11, 21)
STATES = ("pending", "issued", "revoked", "replaced")
VERBS = ("issue", "revoke", "replace")
NAMES = st.text(st.characters(categories=("L", "Zs"), max_codepoint=0x24F), min_size=1, max_size=40)


@given(st.sampled_from(STATES), st.sampled_from(VERBS))
def test_only_the_listed_moves_happen(state: str, verb: str) -> None:
    if (state, verb) in MOVES:
        assert move(state, verb) == MOVES[state, verb]
    else:
        with pytest.raises(CannotMove):
            move(state, verb)


@given(st.lists(st.sampled_from(VERBS), max_size=8))
def test_an_ended_certificate_never_comes_back(verbs: list[str]) -> None:
    state, ended = "pending", False
    for verb in verbs:
        state = MOVES.get((state, verb), state)
        assert not (ended and state == "issued")
        ended = ended or state in ("revoked", "replaced")


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_an_issued_certificate_is_valid_through_its_last_day(today: date, expires_on: date | None) -> None:
    expired = expires_on is not None and expires_on < today
    assert standing("issued", expires_on, today) is (Standing.EXPIRED if expired else Standing.VALID)


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_what_was_revoked_stays_revoked_also_after_its_last_day(state: str) -> None:
    assert standing(state, TODAY - timedelta(days=1), TODAY) == state


def test_a_pending_certificate_has_no_standing() -> None:
    with pytest.raises(ValueError, match="pending"):
        standing("pending", None, TODAY)


def test_only_an_issued_paper_is_handed_out() -> None:
    require_paper("issued")
    with pytest.raises(NotReady):
        require_paper("pending")
    for state in ("revoked", "replaced"):
        with pytest.raises(NoLongerValid):
            require_paper(state)


@pytest.mark.parametrize(
    "typed",
    ["maria elena castaneda-okonkwo", "MARIA ELENA CASTAÑEDA OKONKWO", "  Maria  Elena Castan\u0303eda–Okonkwo "],
)
def test_a_name_typed_from_paper_matches(typed: str) -> None:
    assert same_name(typed, "Maria Elena Castañeda-Okonkwo")


@pytest.mark.parametrize(
    ("typed", "printed"), [("Sean O'Brien", "Seán O’Brien"), ("Soren Dabrowski", "Søren Dąbrowski")]
)
def test_apostrophes_and_strokes_do_not_matter(typed: str, printed: str) -> None:
    assert same_name(typed, printed)


@pytest.mark.parametrize("typed", ["", " ", "-", "Maria", "Mario Elena Castañeda-Okonkwo", "Okonkwo Maria Elena"])
def test_another_name_does_not_match(typed: str) -> None:
    assert not same_name(typed, "Maria Elena Castañeda-Okonkwo")


@given(NAMES)
def test_a_name_matches_itself_in_capitals_and_taken_apart(name: str) -> None:
    if any(map(str.isalnum, name)):
        assert same_name(unicodedata.normalize("NFD", name).upper(), name.lower())


@given(NAMES, NAMES)
def test_matching_is_mutual(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=30).map(sorted))
def test_no_window_ever_holds_more_tries_than_allowed(seconds: list[int]) -> None:
    pace, start, made = Pace(3, timedelta(seconds=60)), datetime(2026, 11, 21, tzinfo=UTC), []
    for second in seconds:
        recent = [moment for moment in made if second - moment < 60]
        if len(recent) < 3:
            pace.step("x", start + timedelta(seconds=second))
            made.append(second)
        else:
            with pytest.raises(TooMany) as refused:
                pace.step("x", start + timedelta(seconds=second))
            assert second + refused.value.retry_after == recent[0] + 60
