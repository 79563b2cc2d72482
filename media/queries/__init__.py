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
    "DescriptionRow",
    "DraftStatus",
    "Playback",
    "Successor",
    "UploadRow",
    "as_typed",
    "asset_row",
    "asset_rows",
    "caption_body",
    "caption_review",
    "caption_sets",
    "chapter_lines",
    "description_of",
    "draft_status",
    "library_bytes",
    "open_uploads",
    "playback",
    "replaced_by",
    "standings",
    "successor_of",
    "uploader_name",
]
