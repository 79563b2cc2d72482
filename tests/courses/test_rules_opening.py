"""Proofs of opening, and names typed as signatures: both give the benefit of the doubt to nobody."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.evidence import is_own_name
from courses.learning.rules.opening import seal, unseal
from tests.strategies_learning import NOON

SECRET = "s" * 32
moments = st.integers(0, 86_400).map(lambda seconds: NOON - timedelta(seconds=seconds))


@given(st.text(max_size=40), moments)
def test_a_proof_gives_back_its_moment_for_its_own_page_only(place: str, at_opening: object) -> None:
    proof = seal(place, at_opening, SECRET)  # type: ignore[arg-type]
    assert unseal(proof, place, NOON, SECRET) == at_opening
    assert unseal(proof, place + "x", NOON, SECRET) is None
    assert unseal(proof, place, NOON, SECRET + "x") is None


@pytest.mark.parametrize("proof", ["", ".", "12", "12.", "x.y", "1.ä", "²." + "0" * 32])
def test_what_is_no_proof_is_none(proof: str) -> None:
    assert unseal(proof, "p", NOON, SECRET) is None


@pytest.mark.parametrize(("hours", "valid"), [(-1, False), (0, True), (47, True), (48, False)])
def test_a_proof_is_good_for_two_days_and_never_for_the_future(hours: int, valid: bool) -> None:
    proof = seal("p", NOON, SECRET)
    assert (unseal(proof, "p", NOON + timedelta(hours=hours), SECRET) is not None) is valid


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("Maria Elena Castañeda-Okonkwo", True),
        ("  maria  elena castaneda-okonkwo ", True),
        ("M. Castañeda", True),
        ("Maria Castañeda", False),
        ("", False),
        ("   ", False),
    ],
)
def test_a_signature_is_one_of_the_names_on_record(typed: str, own: bool) -> None:
    assert is_own_name(typed, "Maria Elena Castañeda-Okonkwo", "M. Castañeda", "") is own
