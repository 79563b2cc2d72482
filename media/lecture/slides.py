"""Slides as pictures: HTML laid out by WeasyPrint, drawn by PDFium. Reads the given fonts and nothing else."""

import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

import pypdfium2
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from media.lecture.deck import Deck, DeckFault, DeckInvalid
from media.lecture.palette import ACCENTS, colored
from media.lecture.sheets import sheets

WIDTH: Final = 1920
POINTS: Final = 1440
"""Width of the laid-out page: CSS pixels are three quarters of a point."""
SIZES: Final = ("grand airy", "grand", "roomy airy", "roomy", "snug", "tight", "least")
"""Sizes of type from large to small; an airy slide gives a few statements more room."""
_STYLE: Final = Path(__file__).with_name("slides.css")
_FACES: Final = (
    ("Sans Slide", "public-sans", 400, "normal"),
    ("Sans Slide", "public-sans", 400, "italic"),
    ("Sans Slide", "public-sans", 600, "normal"),
    ("Sans Slide", "public-sans", 600, "italic"),
    ("Serif Slide", "source-serif-4", 600, "normal"),
    ("Serif Slide", "source-serif-4", 600, "italic"),
)


class Printer:
    """Lays out slides with one set of fonts. `fonts` is a folder of @fontsource packages; None means the system's."""

    def __init__(self, fonts: Path | None) -> None:
        self._style = _STYLE.read_text()
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=("file",), allow_redirects=False)
        # Read once: with the faces in each slide's own style, every slide would unpack all of them again.
        CSS(string="".join(_faces(fonts)), font_config=self._fonts, url_fetcher=self._fetcher)

    def pictures(self, deck: Deck) -> Iterator[bytes]:
        """Each slide as a PNG of 1920 x 1080. Raises DeckInvalid for a slide that does not fit even in small type."""
        return (self.picture(deck, place) for place in range(len(deck.slides)))

    def picture(self, deck: Deck, place: int) -> bytes:
        """One slide as a PNG. Raises DeckInvalid."""
        return _picture(self.page(deck, place))

    def made_of(self, deck: Deck, place: int) -> tuple[str, ...]:
        """All that decides how a slide looks: equal for slides whose pictures are equal."""
        return weasyprint.__version__, str(WIDTH), *SIZES, *self._looks(deck, place)

    def page(self, deck: Deck, place: int) -> bytes:
        """One slide as a PDF, in the first look and the largest type that leave the lower quarter free."""
        for look, size in product(self._looks(deck, place), SIZES):
            page = HTML(string=f'<!doctype html><html lang="en" class="{size}">{look}', url_fetcher=self._fetcher)
            document = page.render(font_config=self._fonts)
            if len(document.pages) == 1:
                return bytes(document.write_pdf())
        line = deck.slides[place].line
        raise DeckInvalid(DeckFault(line, "This slide holds more than fits. Split it in two."))

    def _looks(self, deck: Deck, place: int) -> list[str]:
        """All that decides how a slide looks, best look first."""
        style = f"<style>{colored(self._style, ACCENTS[deck.accent])}</style>"
        return [style + sheet for sheet in sheets(deck, place)]


def _faces(fonts: Path | None) -> Iterator[str]:
    for family, package, weight, style in _FACES:
        if fonts and (file := fonts / f"{package}/files/{package}-latin-{weight}-{style}.woff2").is_file():
            face = f"font-family: '{family}'; font-weight: {weight}; font-style: {style}"
            yield f"\n@font-face {{ {face}; src: url('{file.absolute().as_uri()}') }}"


def _picture(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=WIDTH / POINTS).to_pil()
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)
    return target.getvalue()
