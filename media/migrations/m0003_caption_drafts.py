"""Captions in review line by line, and drafts by speech recognition."""

from academy.db.schema import add_columns, create_tables, unique_index
from media.tables import Caption, CaptionDraft


async def forwards() -> None:
    await _caption_drafts()


async def _caption_drafts() -> None:
    await add_columns(Caption.doubts, Caption.repairs, Caption.revision)
    await create_tables(CaptionDraft)
    await unique_index("caption_draft_asset", CaptionDraft, "asset")
