"""How a recording's sound tracks are called: safe, short and told apart, whatever the file says about them."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

NAME_LENGTH: Final = 40
DEFAULT_LANGUAGE: Final = "en"
# fmt: off
SPOKEN: Final = {
    "en": "English", "es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese",
    "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "vi": "Vietnamese", "ar": "Arabic", "ru": "Russian",
    "hi": "Hindi", "tl": "Tagalog", "ht": "Haitian Creole", "pl": "Polish", "uk": "Ukrainian", "so": "Somali",
}
_LONG_CODES: Final = {
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ita": "it", "por": "pt",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "vie": "vi", "ara": "ar", "rus": "ru", "hin": "hi",
    "tgl": "tl", "hat": "ht", "pol": "pl", "ukr": "uk", "som": "so",
}
# fmt: on
"""Containers write three letters (ISO 639-2), players and browsers want two where there are two (BCP 47)."""
_NOT_A_NAME: Final = re.compile(r"(?i)sound ?handler|.*media handler|gpac.*|core media.*|bento4.*|l-smash.*")
"""What programs write into the field for a name."""


DESCRIPTION: Final = "Audio description"
MOST_DIFFERENCE_MS: Final = 1_000
"""A description further off than this would speak about another picture at the end."""


class Label(msgspec.Struct, frozen=True):
    """What a container says about one sound track: its index among the streams, its title and language as written."""

    index: int
    title: str = ""
    language: str = ""


class Named(msgspec.Struct, frozen=True):
    """A track as players show it. `language` is empty when the file says none we know."""

    index: int
    name: str
    language: str


def named(labels: Sequence[Label]) -> tuple[Named, ...]:
    """Names for all tracks, no two alike. A track that says nothing about itself is English if it is the first."""
    found: list[Named] = []
    for number, label in enumerate(labels, start=1):
        language = _language(label.language) or (DEFAULT_LANGUAGE if number == 1 else "")
        name = plain(label.title) or SPOKEN.get(language, "") or f"Track {number}"
        while name in {other.name for other in found}:
            name = f"{name} ({number})"
        found.append(Named(label.index, name, language))
    return tuple(found)


def plain(title: str) -> str:
    """A title that may stand between quotes in a playlist: no quotes, no control characters, not long."""
    shown = "".join(character if character.isprintable() else " " for character in title.replace('"', "'"))
    short = " ".join(shown.split())[:NAME_LENGTH].strip()
    return "" if _NOT_A_NAME.fullmatch(short) else short


def _language(code: str) -> str:
    """Two letters where there are two; empty for what is no language, such as `und`."""
    short = code.strip().lower().partition("-")[0]
    known = _LONG_CODES.get(short, short)
    return known if re.fullmatch(r"[a-z]{2,3}", known, re.ASCII) and known not in ("und", "mul", "zxx", "mis") else ""


def wrong_length(description_ms: int, lecture_ms: int) -> str:
    """What to tell whoever uploaded an audio description that does not fit; empty while the lecture's is unknown."""
    if not lecture_ms or abs(description_ms - lecture_ms) <= MOST_DIFFERENCE_MS:
        return ""
    return (
        f"The audio description lasts {_seconds(description_ms)}, the lecture {_seconds(lecture_ms)}. Mix it over the"
        " lecture's own sound from beginning to end, then upload it again."
    )


def _seconds(ms: int) -> str:
    minutes, seconds = divmod(ms / 1000, 60)
    return f"{int(minutes)} min {seconds:.1f} s" if minutes else f"{seconds:.1f} s"
