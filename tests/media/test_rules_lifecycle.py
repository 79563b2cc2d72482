"""An asset's state follows from its parts, whatever order they are told in."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rules.lifecycle import (
    MOVES,
    AssetState,
    AssetVerb,
    CannotMove,
    RenditionFact,
    RenditionState,
    move,
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
def test_what_is_not_required_changes_nothing(parts: list[RenditionFact]) -> None:
    assert state_of(ACCEPTED, parts) == state_of(ACCEPTED, [part for part in parts if part.required])


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
