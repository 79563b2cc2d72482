"""What the floors above may want to know about a recording."""

from academy.facts import Fact


class AssetReady(Fact, frozen=True):
    """A recording can be played."""

    asset_id: int


class AssetFailed(Fact, frozen=True):
    """A recording cannot be prepared; its row says why."""

    asset_id: int
