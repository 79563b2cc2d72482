"""Recordings, uploads, renditions, captions."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from media.tables import Caption, MediaAsset, Rendition, Upload


async def forwards() -> None:
    await _recordings()


async def _recordings() -> None:
    await create_tables(MediaAsset, Upload, Rendition, Caption)
    await unique_index("media_asset_code", MediaAsset, "code")
    await index("media_asset_sha256", MediaAsset, "sha256")
    await unique_index("upload_code", Upload, "code")
    await unique_index("rendition_purpose", Rendition, "asset", "purpose")
    await unique_index("caption_language", Caption, "asset", "language", "kind")
    original = ("code", "kind", "original_name", "size", "sha256", "source_key", "uploaded_by")
    await freeze_trigger(
        "media_asset_original",
        MediaAsset,
        "The original of a recording is never changed; upload a new one that replaces it.",
        columns=original,
        events=("UPDATE",),
    )
