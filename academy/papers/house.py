"""The academy's plain papers: one look for plans, sheets and reports."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from academy.papers.process import in_print_process

if TYPE_CHECKING:
    from academy.papers.press import Press

_HERE = Path(__file__).parent
_FACES = (
    ("Paper Sans", 400, "public-sans/files/public-sans-{}-400-normal.woff2"),
    ("Paper Sans", 600, "public-sans/files/public-sans-{}-600-normal.woff2"),
    ("Paper Serif", 600, "source-serif-4/files/source-serif-4-{}-600-normal.woff2"),
)
_SUBSETS = {"": "latin", " More": "latin-ext"}
"""Each subset is a family of its own: two of one name would mix up their widths in the PDF."""


async def print_paper(html: str, fonts: Path, *, to_be_signed: bool = False) -> bytes:
    """A page of HTML in the academy's look, as PDF/A-3a and PDF/UA-1; the same page makes the same bytes.

    html: complete, with a title and its dates as `dcterms` meta data. fonts: a folder of @fontsource packages; letters
    they do not hold come from the system's fonts. to_be_signed: with an empty signature field.
    """
    return await in_print_process(_typeset, html, fonts, to_be_signed=to_be_signed)


def _typeset(html: str, fonts: Path, *, to_be_signed: bool) -> bytes:
    return _press(fonts, to_be_signed=to_be_signed).print_pages(html)


@cache
def _press(fonts: Path, *, to_be_signed: bool) -> "Press":
    # Here, not at the top: the typesetter takes seconds to load, and the process that serves pages never needs it.
    from academy.papers.press import Press

    stylesheet = "".join(_faces(fonts)) + (_HERE / "house.css").read_text("utf-8")
    return Press(stylesheet, _HERE, own_fonts_only=False, to_be_signed=to_be_signed)


def _faces(fonts: Path) -> Iterator[str]:
    for family, weight, name in _FACES:
        for more, subset in _SUBSETS.items():
            if (file := fonts / name.format(subset)).is_file():
                source = file.absolute().as_uri()
                yield f'@font-face {{ font-family: "{family}{more}"; font-weight: {weight}; src: url("{source}") }}\n'
