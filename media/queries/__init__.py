"""What pages and the floors above read about recordings."""

from media.queries.library import (
    NEEDS,
    AssetRow,
    UploadRow,
    asset_row,
    asset_rows,
    library_bytes,
    open_uploads,
    uploader_name,
)
from media.queries.watching import (
    AssetStanding,
    CaptionReview,
    Playback,
    caption_body,
    caption_review,
    playback,
    standings,
)

__all__ = [
    "NEEDS",
    "AssetRow",
    "AssetStanding",
    "CaptionReview",
    "Playback",
    "UploadRow",
    "asset_row",
    "asset_rows",
    "caption_body",
    "caption_review",
    "library_bytes",
    "open_uploads",
    "playback",
    "standings",
    "uploader_name",
]
