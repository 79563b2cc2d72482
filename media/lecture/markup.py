"""The little markup a slide's words may carry, as safe HTML."""

import html
import re
from typing import Final

_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_OPENING: Final = re.compile(r"(?:(?<=^)|(?<=[\s(*]))([\"'])(?=\S)")
_QUOTES: Final = {'"': ("\u201c", "\u201d"), "'": ("\u2018", "\u2019")}
_EMPHASIS: Final = re.compile(r"(?<![*\w])[*_](.+?)[*_](?![*\w])")


def inline(text: str) -> str:
    """Words with **strong** and *emphasis*; everything else is shown as it is typed."""
    escaped = html.escape(_typeset(text), quote=False)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", escaped))


def _typeset(text: str) -> str:
    """Curly quotation marks and apostrophes for the straight ones of a keyboard."""
    text = _OPENING.sub(lambda mark: _QUOTES[mark[1]][0], text)
    return text.replace('"', _QUOTES['"'][1]).replace("'", _QUOTES["'"][1])
