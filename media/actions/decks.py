"""Lectures written as decks: the academy draws and narrates them itself."""

import hashlib

from academy import audit, clock, storage
from academy.actor import Actor
from academy.audit import Subject
from academy.codes import new_code
from academy.db.work import writing
from academy.jobs import enqueue
from media import places
from media.actions.audited import Audited
from media.actions.preparing import narrate
from media.lecture.deck import parse
from media.rules.lifecycle import AssetState
from media.tables import MediaAsset


async def adopt_deck(actor: Actor | None, *, key: str, title: str, deck_markdown: str) -> int:
    """The asset of a deck, made and sent to narration when this text was never seen before; returns its id.

    `key` names the deck in its course. Raises DeckInvalid with the faulty lines.
    """
    parse(deck_markdown)
    body = deck_markdown.encode()
    sha256 = hashlib.sha256(body).hexdigest()
    known = await MediaAsset.select(MediaAsset.id).where(MediaAsset.sha256 == sha256, MediaAsset.kind == "deck").first()
    if known is not None:
        return int(known["id"])
    code = new_code()
    await storage.put(places.source_key(code), body)
    return await _add(actor, code, body, sha256=sha256, name=f"{key}.md", title=title)


async def _add(actor: Actor | None, code: str, body: bytes, *, sha256: str, name: str, title: str) -> int:
    asset = MediaAsset(
        code=code,
        title=title,
        kind="deck",
        uploaded_by=actor.id if actor else None,
        original_name=name,
        size=len(body),
        sha256=sha256,
        source_key=places.source_key(code),
        state=AssetState.UPLOADED,
        heartbeat_at=clock.now(),
    )
    async with writing():
        await MediaAsset.insert(asset)
        await audit.record(actor, Audited.ADOPTED, Subject("media_asset", asset.id), name=name)
        await enqueue(narrate, asset.id)
    return asset.id
