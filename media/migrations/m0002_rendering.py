"""Rendering in two passes, chapters from slides, audio description, and who works on what until when."""

from academy.db.schema import add_columns
from media.tables import MediaAsset, Rendition, Upload


async def forwards() -> None:
    asset = MediaAsset
    await add_columns(
        *(asset.slide_changes, asset.further, asset.has_description, asset.describes),
        *(asset.worker, asset.tries, asset.deadline_at, asset.tidy_at, asset.use_note),
        Upload.describes,
        Rendition.required,
    )
