"""Draws: exact, without repeats, repeatable, spread over objectives, fresh questions first."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.selection import MAX_SEED, Candidate, PoolTooSmall, draw
from tests.strategies_learning import pools

seeds = st.integers(0, MAX_SEED)
Pools = tuple[tuple[Candidate, ...], dict[str, int]]


@given(pools(), seeds)
def test_a_draw_takes_exactly_what_each_pool_should_give_and_nothing_twice(given_pools: Pools, seed: int) -> None:
    candidates, counts = given_pools
    drawn = draw(candidates, counts, seed=seed)
    assert len(drawn) == len(set(drawn))
    by_id = {candidate.id: candidate.pool for candidate in candidates}
    assert Counter(by_id[each] for each in drawn) == Counter(counts)


@given(pools(), seeds)
def test_the_same_seed_draws_the_same(given_pools: Pools, seed: int) -> None:
    candidates, counts = given_pools
    assert draw(candidates, counts, seed=seed) == draw(tuple(reversed(candidates)), counts, seed=seed)


@given(pools(), seeds)
def test_a_pool_is_spread_over_its_objectives(given_pools: Pools, seed: int) -> None:
    candidates, counts = given_pools
    drawn = set(draw(candidates, counts, seed=seed))
    for pool, count in counts.items():
        taken = {candidate.objective for candidate in candidates if candidate.pool == pool and candidate.id in drawn}
        offered = {candidate.objective for candidate in candidates if candidate.pool == pool}
        assert len(taken) == min(count, len(offered))


@given(seeds)
def test_fresh_questions_come_before_those_seen(seed: int) -> None:
    candidates = tuple(Candidate(number, "p", "1a") for number in range(1, 7))
    drawn = set(draw(candidates, {"p": 3}, seed=seed, seen=frozenset({1, 2, 3})))
    assert drawn == {4, 5, 6}


def test_different_seeds_give_different_sittings() -> None:
    candidates = tuple(Candidate(number, "p", "1a") for number in range(20))
    assert len({draw(candidates, {"p": 5}, seed=seed) for seed in range(20)}) == 20


def test_a_pool_that_is_too_small_is_a_refusal_not_a_shorter_quiz() -> None:
    with pytest.raises(PoolTooSmall):
        draw((Candidate(1, "p", "1a"),), {"p": 2}, seed=1)
