"""An address as a QR symbol in a page: one drawing, readable on a dark ground too."""

import segno
from markupsafe import Markup


def drawing(address: str, *, fills: bool = False) -> Markup:
    """The symbol as inline SVG, dark on white with its quiet zone; whoever cannot scan reads the address beside it.

    fills: it is as large as the room it gets, for a wall.
    """
    look = {"border": 4, "dark": "#14264a", "light": "#fff", "omitsize": fills}
    text = segno.make_qr(address, error="m").svg_inline(scale=6, **look)
    return Markup(text)  # noqa: S704 - segno draws it, and the address is not in it as text
