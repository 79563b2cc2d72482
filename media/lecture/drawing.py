"""Slides as pictures that are drawn once: for the film, and for whoever wants to see them before."""

import base64
import io
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image

from media.lecture.deck import Deck, DeckFault, DeckInvalid
from media.lecture.pieces import Pieces, name_of
from media.lecture.slides import Printer

PREVIEW: Final = (960, 540)


class Preview(msgspec.Struct, frozen=True):
    """A deck as its author sees it before the film: each slide as a data address, or what keeps it from being drawn."""

    pictures: tuple[str, ...]
    faults: tuple[DeckFault, ...]


class Drawer:
    """Printer in front of the pieces."""

    def __init__(self, pieces: Pieces, fonts: Path | None) -> None:
        self.pieces = pieces
        self._printer = Printer(fonts)

    def picture(self, deck: Deck, place: int) -> bytes:
        """A slide as PNG. Raises DeckInvalid."""
        name = name_of("pictures", "png", *self.made_of(deck, place))
        return self.pieces.get(name, lambda: self._printer.picture(deck, place))

    def made_of(self, deck: Deck, place: int) -> tuple[str, ...]:
        """All that decides how a slide looks."""
        return self._printer.made_of(deck, place)


def preview(deck: Deck, pieces: Path, fonts: Path | None) -> Preview:
    """All slides of a deck, small. What is drawn here is not drawn again for the film."""
    drawer = Drawer(Pieces(pieces), fonts)
    pictures: list[str] = []
    faults: list[DeckFault] = []
    for place in range(len(deck.slides)):
        try:
            pictures.append(_small(drawer.picture(deck, place)))
        except DeckInvalid as invalid:
            faults += invalid.faults
    return Preview(tuple(pictures), tuple(faults))


def _small(picture: bytes) -> str:
    target = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").resize(PREVIEW).save(target, "JPEG", quality=88)
    return f"data:image/jpeg;base64,{base64.b64encode(target.getvalue()).decode()}"
