"""Marks that come as pictures of dots (PNG): taken over as plain dots on white, and nothing else of the file.

Paper is white under a mark, so what shines through is laid on white here, once: no transparency reaches the archive.
"""

import hashlib
import io
import zlib
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image, UnidentifiedImageError

from academy.errors import Invalid
from certificates.document.emblem import LARGEST, art_folder

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
FEWEST, MOST, SIDE = 100, 4000, 300
"""Dots: the shorter side of a file has so many at least, the longer so many at most; a kept one has at most the last.
At the size of a mark on paper these are 770 to the inch."""


class PictureRefused(Invalid):
    """A PNG file that cannot be taken over."""

    code = "picture_refused"
    sentence = (
        f"This picture cannot be used. Save it as PNG, {FEWEST} to {MOST} dots a side, {LARGEST // 1000} KB at most."
    )


class Picture(msgspec.Struct, frozen=True):
    """A square of dots, three bytes each, from the top left, deflated."""

    side: int
    dots: bytes


def is_picture(content: bytes) -> bool:
    """Whether this is to be read as PNG."""
    return content.startswith(SIGNATURE)


def plain(content: bytes) -> bytes:
    """The picture as a square PNG of plain dots on white, with nothing else in it. Raises PictureRefused."""
    if len(content) > LARGEST:
        raise PictureRefused()
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as whole:
            whole.verify()  # the typesetter has told the library to take torn files for whole ones
        with Image.open(io.BytesIO(content), formats=["PNG"]) as read:
            if min(read.size) < FEWEST or max(read.size) > MOST:
                raise PictureRefused()
            dots = read.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PictureRefused() from None
    dots.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    side = max(dots.size)
    square = Image.new("RGB", (side, side), "white")
    square.paste(dots, ((side - dots.width) // 2, (side - dots.height) // 2), dots)
    out = io.BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def keep(content: bytes, fonts: Path) -> str:
    """Keep what `plain` gave under its digest, beside the drawings; gives the digest."""
    digest = hashlib.sha256(content).hexdigest()
    file = _file(digest, fonts)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".part")
        draft.write_bytes(content)
        draft.replace(file)
    return digest


def kept(digest: str, fonts: Path) -> Picture | None:
    """A picture that was kept; None where what was kept under this digest is a drawing."""
    file = _file(digest, fonts)
    if not file.exists():
        return None
    with Image.open(file, formats=["PNG"]) as read:
        return Picture(read.width, zlib.compress(read.convert("RGB").tobytes(), 9))


def _file(digest: str, fonts: Path) -> Path:
    return art_folder(fonts) / f"{digest}.png"
