"""Two workers that hold the same job, as after a heartbeat that came too late: one publishes, nothing else stays."""

import asyncio

import pytest

from academy import storage
from media.actions import preparing
from media.tables import Rendition
from tests.cast import Cast
from tests.media.preparing import asset_of, uploaded
from tests.media.recordings import Recordings


@pytest.mark.usefixtures("each_store", "database")
@pytest.mark.parametrize("later_by", [0, 0.3])
async def test_of_two_renders_at_once_exactly_one_publishes(
    cast: Cast, recordings: Recordings, later_by: float
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    asset_id = (await asset_of(code)).id
    await preparing.check(asset_id)

    async def second() -> None:
        await asyncio.sleep(later_by)  # the other worker was told so much later
        await preparing.render(asset_id)

    await asyncio.gather(preparing.render(asset_id), second())
    asset = await asset_of(code)
    assert (asset.state, asset.failure) == ("ready", None)
    run = str(asset.master_key).rpartition("/")[0]
    keys = await storage.keys_under(f"media/{code}/")
    assert str(asset.master_key) in keys
    assert [key for key in keys if not key.startswith(run)] == [f"media/{code}/source"]
    parts = await Rendition.select(Rendition.storage_key, Rendition.state).where(Rendition.asset == asset_id)
    assert {(part["storage_key"], part["state"]) for part in parts} == {(run, "done")}
