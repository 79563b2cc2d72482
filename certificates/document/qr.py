"""The check address as a QR symbol in one outline: seams between modules would show on some printers."""

from collections.abc import Iterator

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
    """The borders between dark and light modules as closed loops of corner points."""
    ahead = _border(rows)
    while ahead:
        start = at = min(ahead)
        loop = []
        while at in ahead:
            loop.append(at)
            exits = ahead[at]
            onward = exits.pop()
            if not exits:
                del ahead[at]
            at = onward
        yield _without_straights(loop) if at == start else loop


def _border(rows: list[bytes]) -> dict[Corner, list[Corner]]:
    """Every module edge with dark on one side only, as steps that keep the dark module on the right hand."""
    ahead: dict[Corner, list[Corner]] = {}
    for y, row in enumerate(rows):
        for x in (x for x, dark in enumerate(row) if dark):
            for beside, begin, end in (
                ((x, y - 1), (x, y), (x + 1, y)),
                ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
                ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
                ((x - 1, y), (x, y + 1), (x, y)),
            ):
                if not _dark(rows, *beside):
                    ahead.setdefault(begin, []).append(end)
    return ahead


def _dark(rows: list[bytes], x: int, y: int) -> bool:
    return 0 <= y < len(rows) and 0 <= x < len(rows[y]) and bool(rows[y][x])


def _without_straights(loop: list[Corner]) -> list[Corner]:
    neighbors = zip(loop[-1:] + loop[:-1], loop, loop[1:] + loop[:1], strict=True)
    return [at for before, at, after in neighbors if before[0] != after[0] and before[1] != after[1]]


def _loop(corners: list[Corner]) -> str:
    return "M " + " L ".join(f"{x + QUIET_ZONE} {y + QUIET_ZONE}" for x, y in corners) + " Z"
