"""What the floors above may want to know about a recording."""

from academy.facts import Fact


class AssetReady(Fact, frozen=True):
    """A recording can be played."""

    asset_id: int


class TranscriptChanged(Fact, frozen=True):
    """What learners may read of what is said in a recording is there for the first time, is another, or is gone."""

    asset_id: int


class AssetFailed(Fact, frozen=True):
    """A recording cannot be prepared; its row says why."""

    asset_id: int
