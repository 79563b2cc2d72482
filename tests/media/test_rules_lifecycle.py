"""An asset's state follows from its parts, whatever order they are told in."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from media.rules.further import MOVES as FURTHER_MOVES
from media.rules.further import move_further
from media.rules.lifecycle import (
    LONGEST_QUIET,
    MOVES,
    QUIET,
    AssetState,
    AssetVerb,
    CannotMove,
    Further,
    RenditionFact,
    RenditionState,
    Standing,
    move,
    patience,
    state_of,
)
from media.rules.source import Decision, Finding, Verdict
from tests.strategies_media import rendition_facts, verdicts

ACCEPTED = Verdict(Decision.ACCEPT)


def renditions(*states: RenditionState) -> list[RenditionFact]:
    return [RenditionFact(f"hls_{number}", state) for number, state in enumerate(states)]


@given(verdicts, st.lists(rendition_facts, max_size=6), st.randoms())
def test_order_does_not_matter(verdict: Verdict | None, parts: list[RenditionFact], random: Random) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert state_of(verdict, shuffled) == state_of(verdict, parts)


@given(verdicts, st.lists(rendition_facts, max_size=6))
def test_failed_always_says_why_and_nothing_else_does(verdict: Verdict | None, parts: list[RenditionFact]) -> None:
    standing = state_of(verdict, parts)
    assert (standing.failure is not None) == (standing.state is AssetState.FAILED)


@given(st.lists(rendition_facts, max_size=6))
def test_what_is_not_required_changes_only_what_is_told_of_the_sharper_sizes(parts: list[RenditionFact]) -> None:
    whole, required = state_of(ACCEPTED, parts), state_of(ACCEPTED, [part for part in parts if part.required])
    assert (whole.state, whole.failure) == (required.state, required.failure)
    assert required.further is Further.NONE
    assert whole.further is Further.NONE or whole.state is AssetState.READY


@pytest.mark.parametrize(
    ("later", "further"),
    [
        ((RenditionState.PLANNED, RenditionState.DONE), Further.MAKING),
        ((RenditionState.DONE, RenditionState.DONE), Further.NONE),
        ((RenditionState.PLANNED, RenditionState.FAILED), Further.FAILED),
    ],
)
def test_a_lecture_plays_while_its_sharper_sizes_are_made(later: tuple[RenditionState, ...], further: Further) -> None:
    parts = [
        RenditionFact("hls_360", RenditionState.DONE),
        *(replace(one, required=False) for one in renditions(*later)),
    ]
    assert state_of(ACCEPTED, parts) == Standing(AssetState.READY, further=further)


@given(st.sampled_from(Further), st.sampled_from(AssetVerb))
def test_the_sharper_sizes_move_by_their_table(state: Further, verb: AssetVerb) -> None:
    if (state, verb) in FURTHER_MOVES:
        assert move_further(state, verb) is FURTHER_MOVES[state, verb]
    else:
        with pytest.raises(CannotMove):
            move_further(state, verb)


@given(st.integers(0, 100))
def test_patience_grows_with_every_try_up_to_a_limit(tries: int) -> None:
    assert QUIET <= patience(tries) <= patience(tries + 1) <= LONGEST_QUIET


def test_the_way_to_ready() -> None:
    planned, done = RenditionState.PLANNED, RenditionState.DONE
    states = [
        state_of(None, []).state,
        state_of(ACCEPTED, []).state,
        state_of(ACCEPTED, renditions(done, planned)).state,
        state_of(ACCEPTED, renditions(done, done)).state,
    ]
    assert states == [AssetState.UPLOADED, AssetState.PROBED, AssetState.TRANSCODING, AssetState.READY]


def test_a_refusal_is_the_failure() -> None:
    refusal = Verdict(Decision.REFUSE, (Finding("truncated", "Upload it again."),))
    assert state_of(refusal, renditions(RenditionState.DONE)).failure == refusal.findings[0]


@given(st.sampled_from(AssetState), st.sampled_from(AssetVerb))
def test_moves_are_the_table_and_nothing_more(state: AssetState, verb: AssetVerb) -> None:
    if (state, verb) in MOVES:
        assert move(state, verb) is MOVES[state, verb]
    else:
        with pytest.raises(CannotMove):
            move(state, verb)


def test_every_state_can_be_left_and_failed_only_by_retrying() -> None:
    leaving = {state: [verb for start, verb in MOVES if start is state] for state in AssetState}
    assert all(leaving.values())
    assert leaving[AssetState.FAILED] == [AssetVerb.RETRY]
