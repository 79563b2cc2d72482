"""What pages and the floors above read about recordings."""

from media.queries.captioning import (
    CaptionLine,
    CaptionReview,
    CaptionSet,
    DraftStatus,
    as_typed,
    caption_review,
    caption_sets,
    draft_status,
)
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
    CaptionTrack,
    Playback,
    caption_body,
    playback,
    standings,
)

__all__ = [
    "NEEDS",
    "AssetRow",
    "AssetStanding",
    "CaptionLine",
    "CaptionReview",
    "CaptionSet",
    "CaptionTrack",
    "DraftStatus",
    "Playback",
    "UploadRow",
    "as_typed",
    "asset_row",
    "asset_rows",
    "caption_body",
    "caption_review",
    "caption_sets",
    "draft_status",
    "library_bytes",
    "open_uploads",
    "playback",
    "standings",
    "uploader_name",
]
