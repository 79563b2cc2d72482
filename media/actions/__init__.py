"""Everything that changes recordings."""

from media.actions.audited import Audited
from media.actions.captions import CaptionsChanged, add_captions, review_captions
from media.actions.chapters import save_chapters
from media.actions.decks import adopt_deck
from media.actions.receiving import accept_upload, begin_upload, drop_upload, prolong, received_bytes
from media.actions.steering import retry, stop
from media.actions.using import note_use

__all__ = [
    "Audited",
    "CaptionsChanged",
    "accept_upload",
    "add_captions",
    "adopt_deck",
    "begin_upload",
    "drop_upload",
    "note_use",
    "prolong",
    "received_bytes",
    "retry",
    "review_captions",
    "save_chapters",
    "stop",
]
