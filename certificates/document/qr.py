"""The check address as a QR symbol in one outline: seams between modules would show on some printers."""

from collections.abc import Iterator
from itertools import pairwise

import segno

from certificates.document.drawing import Drawing, Outline

QUIET_ZONE = 4
INK = "#14264a"
# Any mask is valid; scoring all eight takes ten times as long, and error correction makes up for a middling one.
_MASK = 3

Corner = tuple[int, int]


def symbol(url: str) -> Drawing:
    """The URL as a drawing of one unit per module, with its quiet zone.

    Scheme and host are case-blind and go in capitals. With a path in capitals too, the whole address fits the denser
    alphanumeric mode; the path itself is left as given, because a server may tell `/V` from `/v`.
    """
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme}://{host}".upper() + slash + path
    rows = [bytes(row) for row in segno.make_qr(address, error="q", mask=_MASK, boost_error=False).matrix]
    extent = len(rows) + 2 * QUIET_ZONE
    path = " ".join(_loop(corners) for corners in outlines(rows))
    return Drawing(extent, extent, (Outline(path, fill=INK, even_odd=True),))


def outlines(rows: list[bytes]) -> Iterator[list[Corner]]:
    """The borders between dark and light modules as closed loops of corner points, to be filled by the even-odd rule.

    Where two dark modules touch by a corner only, two borders cross there and both run straight on.
    """
    along, across = _sides(_corners(rows))
    while along:
        at = next(iter(along))
        loop = []
        while at in along:
            end = along.pop(at)
            del along[end]
            loop += [at, end]
            at = across[end]
        yield loop


def _corners(rows: list[bytes]) -> list[Corner]:
    """Where a border turns: grid points among whose four modules an odd number is dark; by row, left to right."""
    width = max(map(len, rows)) + 1
    bits = [0, *(sum(dark << x for x, dark in enumerate(row)) for row in rows), 0]
    lines = (above ^ below for above, below in pairwise(bits))
    return [(x, y) for y, line in enumerate(lines) for x in range(width) if (line ^ line << 1) >> x & 1]


def _sides(corners: list[Corner]) -> tuple[dict[Corner, Corner], dict[Corner, Corner]]:
    """Which corner lies at the other end of each corner's level side, and of its upright one."""
    level, upright = corners, sorted(corners)
    return _joined(level), _joined(upright)


def _joined(corners: list[Corner]) -> dict[Corner, Corner]:
    begins, ends = corners[::2], corners[1::2]
    return dict(zip(begins, ends, strict=True)) | dict(zip(ends, begins, strict=True))


def _loop(corners: list[Corner]) -> str:
    return "M " + " L ".join(f"{x + QUIET_ZONE} {y + QUIET_ZONE}" for x, y in corners) + " Z"
