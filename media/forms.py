"""What people send about recordings."""

from itertools import zip_longest
from typing import Annotated

import msgspec

from media.rules.chapters import ChapterLine

Line = Annotated[str, msgspec.Meta(max_length=400)]


class ChaptersForm(msgspec.Struct, frozen=True):
    """The chapters of a recording, line by line; a line left empty is none."""

    time: tuple[Line, ...] = ()
    title: tuple[Line, ...] = ()

    def lines(self) -> tuple[ChapterLine, ...]:
        """Times and titles side by side, without the spaces around them."""
        pairs = zip_longest(self.time, self.title, fillvalue="")
        return tuple(ChapterLine(" ".join(time.split()), " ".join(title.split())) for time, title in pairs)


class ReviewForm(msgspec.Struct, frozen=True):
    """All captions of a recording as a reviewer left them, in order of time. `caption_id` says which ones were read."""

    caption_id: int
    text: tuple[Line, ...]
