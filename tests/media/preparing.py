"""Recordings in the library, made by the real actions."""

import shutil
from pathlib import Path

import anyio
from anyio import to_thread

from academy.actor import Actor
from media import actions, places
from media.tables import MediaAsset

DECK = """+++
key = "1.1"
title = "What a lead is"
instructor = "Insp. R. Halloran"
+++

Chapter: Leads

# A lead is not a match

- It points somewhere

Note: A lead points somewhere. It proves nothing yet.

---

# Write it down

Note: Write down who called, and when.
"""


async def uploaded(actor: Actor, path: Path, *, title: str = "", replaces: str = "", describes: str = "") -> str:
    """The code of the asset made of a complete upload."""
    size = (await anyio.Path(path).stat()).st_size
    upload = await actions.begin_upload(
        actor, name=path.name, title=title, size=size, replaces=replaces, describes=describes
    )
    await to_thread.run_sync(shutil.copyfile, path, places.staged(upload.code))
    return await actions.accept_upload(actor, upload)


async def asset_of(code: str) -> MediaAsset:
    """The row as it is now."""
    asset = await MediaAsset.objects().where(MediaAsset.code == code).first()
    assert asset is not None
    return asset
