"""Marks of sites, as drawings (SVG) or pictures (PNG): made harmless once, then kept under their digest."""

from pathlib import Path

from certificates.document import emblem, picture
from certificates.document.drawing import from_svg, to_svg


def cleaned(content: bytes) -> bytes:
    """A file from outside with nothing left in it but its shapes or dots. Raises ArtRefused, PictureRefused."""
    if picture.is_picture(content):
        return picture.plain(content)
    return to_svg(emblem.taken_over(content)).encode()


def keep(mark: bytes, fonts: Path) -> str:
    """Keep a cleaned mark where certificates look for it; gives its digest."""
    return picture.keep(mark, fonts) if picture.is_picture(mark) else emblem.keep(from_svg(mark.decode()), fonts)


def kind_of(mark: bytes) -> str:
    """The media type of a cleaned mark."""
    return "image/png" if picture.is_picture(mark) else "image/svg+xml"
