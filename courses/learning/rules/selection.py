"""Which questions a sitting presents, and in which order."""

import random

import msgspec

from academy.errors import Conflict
from courses.content.blueprint import fits, shared_out
from courses.content.model import Pick

MAX_SEED = 2**62


class Candidate(msgspec.Struct, frozen=True):
    """A question that may be drawn, with the marks it may be picked by."""

    id: int
    pool: str
    objective: str
    kind: str = "one"
    tags: tuple[str, ...] = ()
    stimulus: str = ""


class PoolTooSmall(Conflict):
    """A quiz asks for more questions than its pool holds; checked before publishing, so this is a broken version."""

    code = "pool_too_small"
    sentence = "This quiz has fewer questions than it should ask. We have been told; please try again later."


def draw(
    candidates: tuple[Candidate, ...],
    picks: tuple[Pick, ...],
    *,
    seed: int,
    seen: frozenset[int] = frozenset(),
    shuffled: bool = True,
) -> tuple[int, ...]:
    """The ids of exactly as many questions as each pick says, never one twice, the same for the same seed.

    Each pick is spread over its objectives, and questions in `seen` (earlier sittings) come only when fresh ones of
    their objective are used up; where picks want the same question, some may get their next best. Questions about one
    situation stand together. Not shuffled: in the order of the bank, which is that of the ids. Raises PoolTooSmall.
    """
    dice = random.Random(seed)  # noqa: S311 - fair and repeatable, not secret: the seed never leaves the server
    by_id = {candidate.id: candidate for candidate in candidates}
    ordered = sorted(picks, key=lambda pick: (pick != Pick(pool=pick.pool, count=pick.count), pick.pool))
    ranked = [_spread([one for one in candidates if fits(pick, one)], dice, seen) for pick in ordered]
    served = shared_out(ranked, [pick.count for pick in ordered])
    if any(len(own) < pick.count for own, pick in zip(served, ordered, strict=True)):
        raise PoolTooSmall()
    picked = [by_id[number] for own in served for number in own]
    if shuffled:
        dice.shuffle(picked)
    else:
        picked.sort(key=lambda one: one.id)
    return tuple(one.id for one in _together(picked))


def _together(picked: list[Candidate]) -> list[Candidate]:
    """Questions of a situation moved up to the first of them."""
    firsts: dict[str, int] = {}
    places = [firsts.setdefault(one.stimulus or f":{one.id}", place) for place, one in enumerate(picked)]
    return [one for _, one in sorted(zip(places, picked, strict=True), key=lambda pair: pair[0])]


def _spread(members: list[Candidate], dice: random.Random, seen: frozenset[int]) -> list[int]:
    """The ids, best first."""
    shuffled = dice.sample(sorted(members, key=lambda member: member.id), len(members))
    shuffled.sort(key=lambda member: member.id in seen)
    turns: dict[str, int] = {}
    ranked = []
    for place, member in enumerate(shuffled):
        turn = turns[member.objective] = turns.get(member.objective, -1) + 1
        ranked.append((turn, place, member))
    return [member.id for _, _, member in sorted(ranked, key=lambda rank: rank[:2])]
