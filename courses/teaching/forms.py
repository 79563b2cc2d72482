"""What a sergeant fills in before the attendance sheet is printed."""

from datetime import date
from typing import Annotated

import msgspec

USUAL_LINES = 12
"""What fits on one page with the signature below."""
Short = Annotated[str, msgspec.Meta(max_length=80)]


class SheetForm(msgspec.Struct, frozen=True):
    """The head of an attendance sheet; what is empty is a line to write on. `lines`: for how many people."""

    held_on: date | None = None
    sergeant: Short = ""
    site: Short = ""
    lines: Annotated[int, msgspec.Meta(ge=5, le=60)] = USUAL_LINES
