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
from media.queries.relations import (
    DescriptionRow,
    Successor,
    chapter_lines,
    description_of,
    replaced_by,
    successor_of,
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
    "DescriptionRow",
    "Playback",
    "Successor",
    "UploadRow",
    "asset_row",
    "asset_rows",
    "caption_body",
    "caption_review",
    "chapter_lines",
    "description_of",
    "library_bytes",
    "open_uploads",
    "playback",
    "replaced_by",
    "standings",
    "successor_of",
    "uploader_name",
]
