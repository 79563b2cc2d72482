"""Who is the right person, what ends on which day, and what follows from an officer's answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.transfers.rules import (
    MOVES,
    CannotAnswer,
    ChooseWhatEnds,
    Held,
    NotThatDay,
    answer,
    ending,
    is_last_name,
)

TODAY = date(2026, 11, 26)
WORDS = st.text(st.characters(categories=("Lu", "Ll")), min_size=1, max_size=8).filter(str.isalpha)


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(1, 4))
def test_the_words_at_the_end_of_a_name_are_a_last_name(words: list[str], count: int):
    assert is_last_name(" ".join(words[-count:]), " ".join(words))
    assert not is_last_name("", " ".join(words))


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("castaneda-okonkwo", True), ("Okonkwo", True), ("CASTAÑEDA OKONKWO", True), ("Maria", False),
        ("konkwo", False), (" ", False),
    ],
)  # fmt: skip
def test_capitals_accents_and_hyphens_do_not_count(typed: str, fits: bool):
    assert is_last_name(typed, "Maria Elena Castañeda-Okonkwo") is fits


@given(st.lists(st.integers(0, 900), max_size=3), st.sets(st.integers(0, 3)), st.integers(-900, 30))
def test_a_move_ends_what_was_chosen_within_its_time(ages: list[int], leaves: set[int], offset: int):
    held = [
        Held(id=key, site_id=1, site="", agency_id=key, agency="", starts_on=TODAY - timedelta(days=age))
        for key, age in enumerate(ages)
    ]
    day = TODAY + timedelta(days=offset)
    try:
        ends = ending(held, leaves, moved_on=day, today=TODAY)
    except ChooseWhatEnds:
        assert held
        assert not leaves & {one.id for one in held}
    except NotThatDay:
        assert day > TODAY or any(day < one.starts_on for one in held if one.id in leaves)
    else:
        assert {one.id for one in ends} == leaves & {one.id for one in held}
        assert day <= TODAY
        assert all(one.starts_on <= day for one in ends)


@given(st.lists(st.sampled_from(["agree", "decline", "withdraw"])))
def test_records_are_open_only_while_the_last_word_was_yes(verbs: list[str]):
    state, last = "", ""
    for verb in verbs:
        try:
            state, last = answer(state, verb), verb
        except CannotAnswer:
            assert (state or "asked", verb) not in MOVES
    assert (state == "agreed") == (last == "agree")
