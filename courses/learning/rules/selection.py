"""Which questions a sitting presents, and in which order."""

import random
from collections.abc import Mapping

import msgspec

from academy.errors import Conflict

MAX_SEED = 2**62


class Candidate(msgspec.Struct, frozen=True):
    """A question that may be drawn."""

    id: int
    pool: str
    objective: str


class PoolTooSmall(Conflict):
    """A quiz asks for more questions than its pool holds; checked before publishing, so this is a broken version."""

    code = "pool_too_small"
    sentence = "This quiz has fewer questions than it should ask. We have been told; please try again later."


def draw(
    candidates: tuple[Candidate, ...],
    counts: Mapping[str, int],
    *,
    seed: int,
    seen: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """The ids of exactly `counts[pool]` questions of each pool, never one twice, the same for the same seed.

    Each pool is spread over its objectives, and questions in `seen` (earlier sittings) come only when fresh ones of
    their objective are used up. Raises PoolTooSmall.
    """
    dice = random.Random(seed)  # noqa: S311 - fair and repeatable, not secret: the seed never leaves the server
    picked: list[Candidate] = []
    for pool, count in sorted(counts.items()):
        members = [candidate for candidate in candidates if candidate.pool == pool]
        picked.extend(_spread(members, count, dice, seen))
    dice.shuffle(picked)
    return tuple(candidate.id for candidate in picked)


def _spread(members: list[Candidate], count: int, dice: random.Random, seen: frozenset[int]) -> list[Candidate]:
    if count > len(members):
        raise PoolTooSmall()
    shuffled = dice.sample(sorted(members, key=lambda member: member.id), len(members))
    shuffled.sort(key=lambda member: member.id in seen)
    turns: dict[str, int] = {}
    ranked = []
    for place, member in enumerate(shuffled):
        turn = turns[member.objective] = turns.get(member.objective, -1) + 1
        ranked.append((turn, place, member))
    return [member for _, _, member in sorted(ranked, key=lambda rank: rank[:2])[:count]]
