"""Lectures written as decks: the academy draws and narrates them itself, once somebody asks for the film."""

import hashlib
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from academy import audit, clock, storage
from academy.actor import Actor
from academy.audit import Subject
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.jobs import enqueue
from media import places
from media.access import own_asset_for
from media.actions.audited import Audited
from media.actions.narrating import OnSlide, film, narrate
from media.actions.outcome import IN_WORK
from media.actions.reporting import AT_REST, BEAT_SECONDS
from media.lecture.deck import parse
from media.rules.lifecycle import AssetState, AssetVerb, move
from media.tables import MediaAsset

ALIVE: Final = timedelta(seconds=BEAT_SECONDS * 3)
"""Whoever works on a recording shows a sign of life more often than this."""


async def adopt_deck(actor: Actor | None, *, key: str, title: str, deck_markdown: str) -> int:
    """The asset of a deck, new when this text was never seen before; returns its id. Its film waits to be asked for.

    `key` names the deck in its course. Raises DeckInvalid with the faulty lines.
    """
    parse(deck_markdown)
    body = deck_markdown.encode()
    known = await deck_of(deck_markdown)
    if known is not None:
        return known
    code = new_code()
    await storage.put(places.source_key(code), body)
    return await _add(actor, code, body, name=f"{key}.md", title=title)


async def deck_of(deck_markdown: str) -> int | None:
    """The id of the asset of exactly this text."""
    same = MediaAsset.sha256 == _sha256(deck_markdown.encode())
    known = await MediaAsset.select(MediaAsset.id).where(same, MediaAsset.kind == "deck").first()
    return int(known["id"]) if known else None


async def ask_for_films(actor: Actor | None, asset_ids: Collection[int]) -> int:
    """Send the decks among these that nobody asked for yet to be made; returns how many were."""
    if not asset_ids:
        return 0
    new = move(AssetState.WRITTEN, AssetVerb.ASKED)
    async with writing():
        written = MediaAsset.id.is_in(list(asset_ids)) & (MediaAsset.state == AssetState.WRITTEN)
        changes = MediaAsset.update({MediaAsset.state: new, MediaAsset.heartbeat_at: clock.now()})
        asked = await changes.where(written).returning(MediaAsset.id)
        for row in asked:
            await audit.record(actor, Audited.ASKED, Subject("media_asset", row["id"]))
            await enqueue(narrate, row["id"])
    return len(asked)


async def ask_for_film(actor: Actor, code: str) -> None:
    """The same for one deck of the library, by its code."""
    asset = await own_asset_for(actor, code)
    await ask_for_films(actor, [asset.id])


async def make_here(asset_id: int, on_slide: OnSlide) -> None:
    """Make the film of a deck in this process, unless it plays or somebody makes it. How it ends stands on its row.

    No job is promised. Killed on the way, it is promised by the sweep like every recording without a sign of life.
    """
    if await _take_up(asset_id):
        await film(asset_id, on_slide)


async def _take_up(asset_id: int) -> bool:
    """Ask for a film whose job is not promised; what failed is begun anew. False where nothing is left to do here."""
    async with writing():
        asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
        assert asset is not None, "assets are never deleted"
        if asset.state not in (AssetState.WRITTEN, AssetState.FAILED):
            alive = asset.worker and asset.heartbeat_at > clock.now() - ALIVE
            return asset.state in IN_WORK and not alive
        verb = AssetVerb.ASKED if asset.state == AssetState.WRITTEN else AssetVerb.RETRY
        new = move(AssetState(asset.state), verb)
        fresh = {"failure": None, "failure_note": None, "heartbeat_at": clock.now(), **AT_REST}
        await move_row(MediaAsset.state, asset.id, old=asset.state, new=new, **fresh)
        await audit.record(None, Audited.ASKED, Subject("media_asset", asset_id))
    return True


async def _add(actor: Actor | None, code: str, body: bytes, *, name: str, title: str) -> int:
    asset = MediaAsset(
        code=code,
        title=title,
        kind="deck",
        uploaded_by=actor.id if actor else None,
        original_name=name,
        size=len(body),
        sha256=_sha256(body),
        source_key=places.source_key(code),
        state=AssetState.WRITTEN,
    )
    async with writing():
        await MediaAsset.insert(asset)
        await audit.record(actor, Audited.ADOPTED, Subject("media_asset", asset.id), name=name)
    return asset.id


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
