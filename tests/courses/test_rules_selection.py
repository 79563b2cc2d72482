"""Draws: exact, without repeats, repeatable, spread over objectives, fresh questions first."""

from collections import Counter
from itertools import combinations, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content.blueprint import fits
from courses.content.model import Pick
from courses.learning.rules.selection import MAX_SEED, Candidate, PoolTooSmall, draw
from tests.strategies_learning import pools

seeds = st.integers(0, MAX_SEED)
Pools = tuple[tuple[Candidate, ...], dict[str, int]]


def picked(counts: dict[str, int]) -> tuple[Pick, ...]:
    """So many of each pool."""
    return tuple(Pick(pool=pool, count=count) for pool, count in counts.items() if count)


@given(pools(), seeds)
def test_a_draw_takes_exactly_what_each_pool_should_give_and_nothing_twice(given_pools: Pools, seed: int) -> None:
    candidates, counts = given_pools
    drawn = draw(candidates, picked(counts), seed=seed)
    assert len(drawn) == len(set(drawn))
    by_id = {candidate.id: candidate.pool for candidate in candidates}
    assert Counter(by_id[each] for each in drawn) == +Counter(counts)


@given(pools(), seeds)
def test_the_same_seed_draws_the_same(given_pools: Pools, seed: int) -> None:
    candidates, counts = given_pools
    assert draw(candidates, picked(counts), seed=seed) == draw(tuple(reversed(candidates)), picked(counts), seed=seed)


@given(pools(), seeds)
def test_a_pool_is_spread_over_its_objectives(given_pools: Pools, seed: int) -> None:
    candidates, counts = given_pools
    drawn = set(draw(candidates, picked(counts), seed=seed))
    for pool, count in counts.items():
        taken = {candidate.objective for candidate in candidates if candidate.pool == pool and candidate.id in drawn}
        offered = {candidate.objective for candidate in candidates if candidate.pool == pool}
        assert len(taken) == min(count, len(offered))


@given(seeds)
def test_fresh_questions_come_before_those_seen(seed: int) -> None:
    candidates = tuple(Candidate(number, "p", "1a") for number in range(1, 7))
    drawn = set(draw(candidates, picked({"p": 3}), seed=seed, seen=frozenset({1, 2, 3})))
    assert drawn == {4, 5, 6}


def test_different_seeds_give_different_sittings() -> None:
    candidates = tuple(Candidate(number, "p", "1a") for number in range(20))
    assert len({draw(candidates, picked({"p": 5}), seed=seed) for seed in range(20)}) == 20


def test_a_pool_that_is_too_small_is_a_refusal_not_a_shorter_quiz() -> None:
    with pytest.raises(PoolTooSmall):
        draw((Candidate(1, "p", "1a"),), picked({"p": 2}), seed=1)


marks = st.fixed_dictionaries(
    {
        "pool": st.sampled_from(["", "w", "x"]),
        "objective": st.sampled_from(["", "1a"]),
        "tags": st.sampled_from([(), ("law",), ("law", "rain")]),
        "kinds": st.sampled_from([(), ("one",), ("one", "text")]),
        "stimulus": st.sampled_from(["", "yard"]),
    }
)
picks = st.lists(st.builds(lambda count, rest: Pick(count=count, **rest), st.integers(1, 3), marks), max_size=4).map(
    tuple
)
banks = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 99),
        pool=st.sampled_from("wx"),
        objective=st.sampled_from(["1a", "1b"]),
        kind=st.sampled_from(["one", "text"]),
        tags=st.sampled_from([(), ("law",), ("rain", "law")]),
        stimulus=st.sampled_from(["", "yard"]),
    ),
    unique_by=lambda one: one.id,
    max_size=9,
).map(tuple)


def could_be_served(bank: tuple[Candidate, ...], wanted: tuple[Pick, ...]) -> bool:
    """By Hall's theorem: every set of places has at least as many questions that fit one of them as it has places."""
    sets = (chosen for size in range(1, len(wanted) + 1) for chosen in combinations(wanted, size))
    return all(sum(any(fits(pick, one) for pick in own) for one in bank) >= sum(p.count for p in own) for own in sets)


@given(banks, picks, seeds)
def test_picks_are_served_exactly_wherever_they_can_be(
    bank: tuple[Candidate, ...], wanted: tuple[Pick, ...], seed: int
) -> None:
    if not could_be_served(bank, wanted):
        with pytest.raises(PoolTooSmall):
            draw(bank, wanted, seed=seed)
        return
    drawn = draw(bank, wanted, seed=seed)
    assert len(set(drawn)) == len(drawn) == sum(pick.count for pick in wanted)
    assert drawn == draw(tuple(reversed(bank)), wanted, seed=seed)
    taken = tuple(one for one in bank if one.id in drawn)
    assert could_be_served(taken, wanted)
    situations = [one.stimulus for number in drawn for one in bank if one.id == number]
    assert len([name for name, _ in groupby(situations) if name]) <= 1


@given(pools(), seeds)
def test_a_quiz_that_is_not_shuffled_asks_the_same_questions_in_the_order_of_the_bank(
    given_pools: Pools, seed: int
) -> None:
    candidates, counts = given_pools
    drawn = draw(candidates, picked(counts), seed=seed)
    assert draw(candidates, picked(counts), seed=seed, shuffled=False) == tuple(sorted(drawn))
