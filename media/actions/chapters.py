"""The chapters of a recording, as its instructor names them."""

from collections.abc import Sequence

import msgspec

from academy import audit
from academy.actor import Actor
from academy.audit import Subject
from academy.db.work import writing
from media.access import own_asset_for
from media.actions.audited import Audited
from media.rules.chapters import ChapterLine, ChaptersExact, arranged
from media.rules.lifecycle import AssetState, CannotMove
from media.tables import MediaAsset


async def save_chapters(actor: Actor, code: str, *, lines: Sequence[ChapterLine]) -> None:
    """Make the typed lines the chapters; none takes them all away.

    Raises ChaptersFaulty, ChaptersExact for a deck, and CannotMove before the length of the recording is known.
    """
    async with writing():
        asset = await own_asset_for(actor, code)
        if asset.kind == "deck":
            raise ChaptersExact()
        if asset.state != AssetState.READY:
            raise CannotMove(state=asset.state, verb="name chapters")
        chapters = arranged(lines, asset.duration_ms or 0)
        text = msgspec.json.encode(chapters).decode()
        await MediaAsset.update({MediaAsset.chapters: text}).where(MediaAsset.id == asset.id)
        await audit.record(actor, Audited.CHAPTERS_SAVED, Subject("media_asset", asset.id), count=len(chapters))
