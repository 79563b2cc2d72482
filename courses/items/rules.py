"""How good a question is, told by first attempts: facility, discrimination, choices, and when to look at it again."""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

FEWEST = 5
"""Fewer people than this are never shown as a number: in a small group a wrong answer has a face."""
ENOUGH = 50
"""Answers from which on a question is judged; below, chance speaks louder than the question."""
EASIEST_PERCENT = 95
HARDEST_PERCENT = 30

Flag = Literal["too_easy", "too_hard", "misleads"]
"""By the rule every question of the academy is kept under: dropped when nearly all or too few have it right, or when
those who know the rest have it wrong."""


class Sums(msgspec.Struct, frozen=True):
    """What is added up over all first answers to a question in one quiz.

    `rest`: how many thousandths of the points of all the other questions an attempt got; `squares`: of that, squared;
    `rest_of_right`: of those alone who have this question right.
    """

    answers: int = 0
    right: int = 0
    rest: int = 0
    squares: int = 0
    rest_of_right: int = 0


def facility(sums: Sums) -> int | None:
    """Percent that have it right, rounded down; None while too few have answered."""
    return 100 * sums.right // sums.answers if sums.answers >= FEWEST else None


def point_biserial(sums: Sums) -> float | None:
    """How being right goes with the rest of the score, from -1 to 1: Pearson's coefficient with right as 1 or 0.

    None below ENOUGH answers, and where everybody is alike on one side, so that nothing can go together. Whole numbers
    up to the last line: no sum is so long that it loses its end.
    """
    if sums.answers < ENOUGH:
        return None
    together = sums.answers * sums.rest_of_right - sums.right * sums.rest
    spread_right = sums.right * (sums.answers - sums.right)
    spread_rest = sums.answers * sums.squares - sums.rest**2
    if not spread_right or not spread_rest:
        return None
    return max(-1.0, min(1.0, together / (math.sqrt(spread_right) * math.sqrt(spread_rest))))


def item_flags(sums: Sums) -> tuple[Flag, ...]:
    """Why a question should be dropped or written anew; nothing before ENOUGH answers."""
    if sums.answers < ENOUGH:
        return ()
    found: list[Flag] = []
    if 100 * sums.right > EASIEST_PERCENT * sums.answers:
        found.append("too_easy")
    if 100 * sums.right < HARDEST_PERCENT * sums.answers:
        found.append("too_hard")
    if (point_biserial(sums) or 0) < 0:
        found.append("misleads")
    return tuple(found)


def shown_counts(counts: Sequence[int]) -> tuple[int | None, ...]:
    """The counts as they may be shown: None for fewer than FEWEST people.

    One hidden count alone could be found by taking the others from their sum: the next smallest is hidden with it.
    """
    hidden = {index for index, count in enumerate(counts) if count < FEWEST}
    if len(hidden) == 1 and len(counts) > 1:
        others = [index for index in range(len(counts)) if index not in hidden]
        hidden.add(min(others, key=lambda index: counts[index]))
    return tuple(None if index in hidden else count for index, count in enumerate(counts))
