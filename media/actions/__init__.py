"""Everything that changes recordings."""

from media.actions.audited import Audited
from media.actions.captions import CaptionsChanged, Saved, add_captions, review_captions, save_lines
from media.actions.chapters import save_chapters
from media.actions.decks import adopt_deck, ask_for_film, ask_for_films
from media.actions.drafting import ask_for_draft, stop_draft
from media.actions.receiving import accept_upload, begin_upload, drop_upload, prolong, received_bytes
from media.actions.steering import retry, stop
from media.actions.using import note_use

__all__ = [
    "Audited",
    "CaptionsChanged",
    "Saved",
    "accept_upload",
    "add_captions",
    "adopt_deck",
    "ask_for_draft",
    "ask_for_film",
    "ask_for_films",
    "begin_upload",
    "drop_upload",
    "note_use",
    "prolong",
    "received_bytes",
    "retry",
    "review_captions",
    "save_chapters",
    "save_lines",
    "stop",
    "stop_draft",
]
