"""The life of an asset, derived from its verdict and renditions so that parallel jobs cannot disagree."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final

import msgspec

from academy.errors import Conflict
from media.rules.moves import follow
from media.rules.source import Finding, Verdict


class AssetState(StrEnum):
    """Written: a deck whose film nobody has asked for yet. Uploaded: all there is to work on lies here."""

    WRITTEN = "written"
    UPLOADED = "uploaded"
    PROBED = "probed"
    TRANSCODING = "transcoding"
    READY = "ready"
    FAILED = "failed"


class AssetVerb(StrEnum):
    ASKED = "asked"
    PROBED = "probed"
    PLANNED = "planned"
    FINISHED = "finished"
    FAILED = "failed"
    RETRY = "retry"


class RenditionState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    FAILED = "failed"


class Further(StrEnum):
    """Where the renditions stand that a recording plays without: the sharper sizes of a long lecture."""

    NONE = ""
    MAKING = "making"
    FAILED = "failed"


class RenditionFact(msgspec.Struct, frozen=True):
    """What one rendition row says. One that is not required may come later, or fail without failing the asset."""

    purpose: str
    state: RenditionState
    failure: str = ""
    required: bool = True


class Standing(msgspec.Struct, frozen=True):
    """Where an asset is; `failure` says why when it failed. `further` is told of an asset that plays already."""

    state: AssetState
    failure: Finding | None = None
    further: Further = Further.NONE


class CannotMove(Conflict):
    """The asset's state does not know this verb."""

    code = "cannot_move"
    sentence = "The recording is not in a state that allows this. Load the page again and look where it stands."


MOVES: Final[dict[tuple[AssetState, AssetVerb], AssetState]] = {
    (AssetState.WRITTEN, AssetVerb.ASKED): AssetState.UPLOADED,
    (AssetState.UPLOADED, AssetVerb.PROBED): AssetState.PROBED,
    (AssetState.PROBED, AssetVerb.PLANNED): AssetState.TRANSCODING,
    (AssetState.TRANSCODING, AssetVerb.FINISHED): AssetState.READY,
    (AssetState.UPLOADED, AssetVerb.FAILED): AssetState.FAILED,
    (AssetState.PROBED, AssetVerb.FAILED): AssetState.FAILED,
    (AssetState.TRANSCODING, AssetVerb.FAILED): AssetState.FAILED,
    (AssetState.READY, AssetVerb.FAILED): AssetState.FAILED,
    (AssetState.FAILED, AssetVerb.RETRY): AssetState.UPLOADED,
}


QUIET: Final = timedelta(seconds=90)
"""An asset in work without a sign of life for this long has lost its job: whoever works or waits shows one every few
seconds. Raised with every try, so that a job that dies at once is not started over all the time."""
LONGEST_QUIET: Final = timedelta(minutes=15)
MOST_TRIES: Final = 5
"""Jobs that died with their process this often will not live the next time either."""


def patience(tries: int) -> timedelta:
    """How long an asset whose work was begun `tries` times may be quiet before its job is promised again."""
    return min(LONGEST_QUIET, QUIET * (1 << max(0, min(tries, 10) - 1)))


def move(state: AssetState, verb: AssetVerb) -> AssetState:
    """The state after a verb. Raises CannotMove when the state does not know it."""
    return follow(MOVES, state, verb, CannotMove)


def state_of(verdict: Verdict | None, renditions: Iterable[RenditionFact]) -> Standing:
    """Where an asset stands, whatever order its parts were reported in. No verdict yet means it was only uploaded."""
    if verdict is None:
        return Standing(AssetState.UPLOADED)
    if not verdict.accepted:
        return Standing(AssetState.FAILED, verdict.findings[0])
    parts = list(renditions)
    standing = _standing([part for part in parts if part.required])
    if standing.state is not AssetState.READY:
        return standing
    return Standing(AssetState.READY, further=_further([part.state for part in parts if not part.required]))


def _further(states: list[RenditionState]) -> Further:
    if RenditionState.FAILED in states:
        return Further.FAILED
    return Further.MAKING if RenditionState.PLANNED in states else Further.NONE


def _standing(required: list[RenditionFact]) -> Standing:
    failed = min((part for part in required if part.state is RenditionState.FAILED), key=_place, default=None)
    if failed:
        return Standing(AssetState.FAILED, Finding(f"{failed.purpose}_failed", failed.failure))
    if not required:
        return Standing(AssetState.PROBED)
    done = all(part.state is RenditionState.DONE for part in required)
    return Standing(AssetState.READY if done else AssetState.TRANSCODING)


def _place(part: RenditionFact) -> tuple[str, str]:
    """A fixed order, so that of two failures always the same one is told."""
    return part.purpose, part.failure
