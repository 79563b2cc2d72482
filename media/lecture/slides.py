"""Slides as pictures: HTML laid out by WeasyPrint, drawn by PDFium. Reads the given fonts and nothing else."""

import io
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

import pypdfium2
import weasyprint
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from media.lecture.deck import Block, Deck, DeckFault, DeckInvalid, Diagram, Grid, Points, Prose, Slide
from media.lecture.drawings import draw
from media.lecture.markup import inline
from media.lecture.speech import LABEL

WIDTH: Final = 1920
POINTS: Final = 1440
"""Width of the laid-out page: CSS pixels are three quarters of a point."""
SIZES: Final = ("grand", "roomy", "snug", "tight")
COLUMN_CHARACTERS: Final = 30
_STYLE: Final = Path(__file__).with_name("slides.css")
_FACES: Final = (
    ("Sans Slide", 400, "public-sans/files/public-sans-latin-400-normal.woff2"),
    ("Sans Slide", 600, "public-sans/files/public-sans-latin-600-normal.woff2"),
    ("Serif Slide", 600, "source-serif-4/files/source-serif-4-latin-600-normal.woff2"),
)


class Printer:
    """Lays out slides with one set of fonts. `fonts` is a folder of @fontsource packages; None means the system's."""

    def __init__(self, fonts: Path | None) -> None:
        self._style = _STYLE.read_text() + "".join(_faces(fonts))
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=("file",), allow_redirects=False)

    def pictures(self, deck: Deck) -> Iterator[bytes]:
        """Each slide as a PNG of 1920 x 1080. Raises DeckInvalid for a slide that does not fit even in small type."""
        for place, slide in enumerate(deck.slides):
            yield self.picture(slide, opening=place == 0)

    def picture(self, slide: Slide, *, opening: bool) -> bytes:
        """One slide as a PNG; the opening one says whose voice it is. Raises DeckInvalid."""
        return _picture(self._fitted(slide, opening=opening))

    def made_of(self, slide: Slide, *, opening: bool) -> tuple[str, ...]:
        """All that decides how a slide looks: equal for slides whose pictures are equal."""
        return weasyprint.__version__, str(WIDTH), _page(slide, self._style, "", opening=opening)

    def _fitted(self, slide: Slide, *, opening: bool) -> bytes:
        """The slide as a one-page PDF in the largest type that leaves the lower quarter free."""
        for size in SIZES:
            page = HTML(string=_page(slide, self._style, size, opening=opening), url_fetcher=self._fetcher)
            document = page.render(font_config=self._fonts)
            if len(document.pages) == 1:
                return bytes(document.write_pdf())
        raise DeckInvalid(DeckFault(slide.line, "This slide holds more than fits. Split it in two."))


def _faces(fonts: Path | None) -> Iterator[str]:
    for family, weight, name in _FACES:
        if fonts and (file := fonts / name).is_file():
            source = file.absolute().as_uri()
            yield f'\n@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{source}") }}'


def _page(slide: Slide, style: str, size: str, *, opening: bool) -> str:
    voice = f'<span class="voice">{LABEL}</span>' if opening else ""
    eyebrow = f'<p class="eyebrow"><span>{escape(slide.chapter)}</span>{voice}</p>' if slide.chapter or voice else ""
    shape = "" if slide.blocks else ' class="opening"'
    body = "".join(_block(block) for block in slide.blocks)
    return (
        f'<!doctype html><html lang="en" class="{size}"><meta charset="utf-8"><style>{style}</style>'
        f"<body>{eyebrow}<div{shape}><h1>{inline(slide.title)}</h1>{body}</div></body></html>"
    )


def _block(block: Block) -> str:
    match block:
        case Points(items):
            return _points(items)
        case Grid(header, rows):
            return f"<table>{_row('th', header)}{''.join(_row('td', row) for row in rows)}</table>"
        case Diagram(name, items):
            return draw(name, items)
        case Prose(text):
            return f"<p>{inline(text)}</p>"


def _points(items: tuple[str, ...]) -> str:
    """A few short words stand side by side, statements below each other."""
    if 2 <= len(items) <= 4 and all(len(item) <= COLUMN_CHARACTERS for item in items):
        return f'<div class="columns">{"".join(f"<div>{inline(item)}</div>" for item in items)}</div>'
    return f"<ul>{''.join(f'<li>{inline(item)}</li>' for item in items)}</ul>"


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{inline(cell)}</{tag}>' for cell in cells)}</tr>"


def _picture(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=WIDTH / POINTS).to_pil()
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)
    return target.getvalue()
