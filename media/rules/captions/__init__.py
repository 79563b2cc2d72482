"""Timed text: reading what people upload, mending it, checking it against a recording, editing it, printing WebVTT."""

from media.rules.captions.cues import CUE_LINES, FASTEST, LINE_CHARACTERS, Cue, check, stamp, to_text, to_vtt
from media.rules.captions.decoding import decoded
from media.rules.captions.mending import mend
from media.rules.captions.reading import MOST_BYTES, MOST_CUES, CaptionFile, Remark, parse, read
from media.rules.captions.sentences import Spoken, sentences

__all__ = [
    "CUE_LINES",
    "FASTEST",
    "LINE_CHARACTERS",
    "MOST_BYTES",
    "MOST_CUES",
    "CaptionFile",
    "Cue",
    "Remark",
    "Spoken",
    "check",
    "decoded",
    "mend",
    "parse",
    "read",
    "sentences",
    "stamp",
    "to_text",
    "to_vtt",
]
