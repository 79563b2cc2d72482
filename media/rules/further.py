"""The sharper sizes of an asset that plays already, which come or fail while it stays ready."""

from typing import Final

from media.rules.lifecycle import AssetVerb, CannotMove, Further
from media.rules.moves import follow

MOVES: Final[dict[tuple[Further, AssetVerb], Further]] = {
    (Further.NONE, AssetVerb.PLANNED): Further.MAKING,
    (Further.MAKING, AssetVerb.FINISHED): Further.NONE,
    (Further.MAKING, AssetVerb.FAILED): Further.FAILED,
    (Further.FAILED, AssetVerb.RETRY): Further.MAKING,
}
"""Only lectures longer than eight minutes are made in two passes; an empty state means nothing is to come."""


def move_further(state: Further, verb: AssetVerb) -> Further:
    """What becomes of the sharper sizes. Raises CannotMove when their state does not know this verb."""
    return follow(MOVES, state, verb, CannotMove)
