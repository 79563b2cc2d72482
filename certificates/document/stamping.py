"""Certificates of one kind by the hundred: a stand-in is printed once, then only what changes is written.

A template is whatever the press prints for the stand-in: same design, course, site and signatory, another person. Its
fonts carry more letters than its own texts need. A certificate that the template cannot set goes to the press.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from unicodedata import combining

import msgspec

from academy.papers.lines import Setter, Typeface
from academy.papers.press import Press
from certificates.document import page, qr
from certificates.document.backing import Backing
from certificates.document.drawing import to_operators
from certificates.document.facts import CertificateFacts
from certificates.document.fonts import MONO, NAME, SANS, SERIF, Face, letters
from certificates.document.stamping_file import Frame, Printed, changed, drawn, read, stream_of
from certificates.document.stamping_page import PIXEL, PageFrame, Wanted, cut, fonts_of
from certificates.document.stamping_words import AttachedFile, Words, files_of, words_of

Print = Callable[[CertificateFacts, Backing | None, str], bytes]
"""How the press prints a certificate with a style added to its page."""

_STAND_IN: Final = {
    "holder_name": "Standin Holder",
    "rank_and_agency": "Standin Agency",
    "completed_on": date(2001, 2, 3),
    "issued_at": datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC),
    "serial": "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZ",
    "percent": 37,
    "expires_on": date(2007, 8, 9),
}
_ANOTHER: Final = {
    "holder_name": "Another Holder",
    "rank_and_agency": "Another Agency",
    "completed_on": date(1998, 7, 6),
    "issued_at": datetime(1999, 8, 7, 6, 5, 4, tzinfo=UTC),
    "serial": "YYYY-YYYY-YYYY-YYYY-YY",
    "percent": 73,
    "expires_on": date(2002, 1, 5),
}
"""Two of one kind: these facts tell certificates of a kind apart, all others make the kind."""
_STAND_IN_BACKING: Final = Backing(credential=b"{}", log_entry=b"{}", log_proof=b"-", log_place=11)
_ANOTHER_BACKING: Final = Backing(credential=b"[]", log_entry=b"{}", log_proof=b"-", log_place=22)

_LEFT, _CENTER, _RIGHT = 0.0, 0.5, 1.0
_SHARES: Final = {"issued": _LEFT, "valid": _LEFT, "serial": _RIGHT}
"""Which share of a line lies left of the point that stays; the others are centered."""

_FIGURES: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%,.-·: "
_JOINED: Final = " ff fi fl ffi ffl fj Th"
"""Letters that a face may draw as one."""
_MARKS: Final = "ʻ–—’"
_SIZES: Final = {NAME: 36.0, SANS: 8.0, SERIF: 13.0, MONO: 9.8}
"""The faces of what changes, each with the size in points at which the typesetter shall measure it."""


class Template:
    """One kind of certificate, ready to be filled in; `backed` ones carry their credential and its proof."""

    def __init__(self, facts: CertificateFacts, fonts: Path, setter: Setter, print_: Print, *, backed: bool) -> None:
        self._fonts, self._setter, self._backed = fonts, setter, backed
        stand_in = stand_in_for(facts)
        printed = read(print_(stand_in, _STAND_IN_BACKING if backed else None, _bring(_spare(fonts))))
        self._page_at, self._symbol_at = _number(printed, rb"/Contents (\d+)"), _number(printed, rb"/iqr1 (\d+)")
        self._page_head, content = stream_of(printed.objects[self._page_at])
        self._page = self._cut(content.decode("ascii"), stand_in, printed)
        self._symbol_head, _ = stream_of(printed.objects[self._symbol_at])
        self._words = words_of(printed.objects, _words(stand_in))
        self._files = files_of(printed.objects)
        file_numbers = {file.number for file in self._files.values()}
        self._frame = Frame(printed, {self._page_at, self._symbol_at, *self._words, *file_numbers})

    def filled(
        self, facts: CertificateFacts, backing: Backing | None = None, files: Sequence[AttachedFile] = ()
    ) -> bytes:
        """The certificate of these facts. Raises BeyondCharset when the template's fonts cannot set them."""
        content = self._page.filled(page.lines(facts, self._fonts, backing), self._setter)
        words = _words(facts)
        objects = {
            self._page_at: drawn(self._page_head, content),
            self._symbol_at: _symbol(self._symbol_head, facts.verify_url),
            **{number: frame.filled(words) for number, frame in self._words.items()},
            **{self._files[file.name].number: self._files[file.name].filled(file) for file in files},
        }
        return self._frame.filled(objects)

    def _cut(self, content: str, stand_in: CertificateFacts, printed: Printed) -> PageFrame:
        mine = page.lines(stand_in, self._fonts, _STAND_IN_BACKING if self._backed else None)
        others = page.lines(_like(stand_in, _ANOTHER), self._fonts, _ANOTHER_BACKING if self._backed else None)
        wanted = [
            Wanted(key, text, points, _SHARES.get(key[0], _CENTER))
            for key, (text, points) in mine.items()
            if others[key][0] != text
        ]
        spare = tuple(_spare(self._fonts).values())
        return cut(content, wanted, fonts_of(printed.objects), self._setter, spare=spare)


def stand_in_for(facts: CertificateFacts) -> CertificateFacts:
    """The stand-in of a certificate's kind: the same for all of that kind, so it also names the kind."""
    return _like(facts, _STAND_IN)


def line_setter(fonts: Path, press: Press) -> Setter:
    """What sets the changing lines. The same letters first in every process, so that all round alike."""
    first = ((text, Typeface(face.family, face.weight), _SIZES[face] / PIXEL) for face, text in _spare(fonts).items())
    return Setter(press.fonts, "en-US", first)


def _like(facts: CertificateFacts, other: Mapping[str, object]) -> CertificateFacts:
    kept = {name: None for name in ("rank_and_agency", "percent", "expires_on") if not getattr(facts, name)}
    address = facts.verify_url.removesuffix(facts.serial) + str(other["serial"])
    others = {name: value for name, value in other.items() if name not in kept}
    return msgspec.structs.replace(facts, **others, verify_url=address)


def _words(facts: CertificateFacts) -> Words:
    at = facts.issued_at
    zone = at.strftime("%z")
    in_pdf = at.strftime("D:%Y%m%d%H%M%S") + f"{zone[:3]}'{zone[3:5]}"
    return facts.holder_name, facts.serial, at.isoformat(timespec="seconds"), in_pdf


def _spare(fonts: Path) -> dict[Face, str]:
    """The letters that a face shall have in the template beyond those of its own texts."""
    everything = "".join(letter for letter in sorted(letters(fonts)) if letter.isprintable() and not combining(letter))
    latin = "".join(letter for letter in everything if letter < "\u0180" or letter in _MARKS)
    return {NAME: everything + _JOINED, SANS: latin + _JOINED, SERIF: _FIGURES, MONO: _FIGURES}


def _bring(spare: Mapping[Face, str]) -> str:
    """A style that prints the letters in the page's margin, where the typesetter takes them for ornament."""
    places = ("top-left", "top-right", "bottom-left", "bottom-right")
    boxes = (
        f'@{place} {{ content: "{_quoted(text)}"; white-space: pre; '
        f'font: {face.weight} {_SIZES[face]}pt "{face.family}" }}'
        for place, (face, text) in zip(places, spare.items(), strict=True)
    )
    return f"@page {{ {' '.join(boxes)} }}"


def _quoted(text: str) -> str:
    return re.sub(r'[\\"]', lambda match: f"\\{ord(match[0]):x} ", text)


def _number(printed: Printed, reference: bytes) -> int:
    found = {int(match[1]) for body in printed.objects.values() if (match := re.search(reference + rb" 0 R", body))}
    (number,) = found
    return number


def _symbol(head: bytes, address: str) -> bytes:
    symbol = qr.symbol(address)
    width, height = symbol.width, symbol.height
    head = changed(head, "BBox", b"[0 0 %d %d]" % (width, height))
    head = changed(head, "Matrix", b"[%f 0 0 %f 0 1]" % (1 / width, -1 / height))
    return drawn(head, to_operators(symbol))
