"""What the floors above say about their use of a recording, for the people who look at its page."""

from academy.db.work import writing
from media.tables import MediaAsset


async def note_use(asset_id: int, sentence: str) -> None:
    """Keep where a recording came into use by itself; joins the caller's `writing()`, whose audit entry tells it."""
    async with writing():
        await MediaAsset.update({MediaAsset.use_note: sentence}).where(MediaAsset.id == asset_id)
