"""What people send about recordings."""

from itertools import zip_longest
from typing import Annotated, Literal

import msgspec

from media.rules.captions.editing import Line, Typed
from media.rules.chapters import ChapterLine

ChapterText = Annotated[str, msgspec.Meta(max_length=400)]
Text = Annotated[str, msgspec.Meta(max_length=4000)]
"""More than a caption may have, so that the rules can name the line that is too long."""
Time = Annotated[str, msgspec.Meta(max_length=20)]
Run = Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)]


class ChaptersForm(msgspec.Struct, frozen=True):
    """The chapters of a recording, line by line; a line left empty is none."""

    time: tuple[ChapterText, ...] = ()
    title: tuple[ChapterText, ...] = ()

    def lines(self) -> tuple[ChapterLine, ...]:
        """Times and titles side by side, without the spaces around them."""
        pairs = zip_longest(self.time, self.title, fillvalue="")
        return tuple(ChapterLine(" ".join(time.split()), " ".join(title.split())) for time, title in pairs)


class ReviewForm(msgspec.Struct, frozen=True):
    """One page of captions as a reviewer left it, in order of time. `caption_id` and `revision` say what was shown.

    looked: places of the marked lines whose box was ticked. then: what the pressed button wants.
    """

    caption_id: int
    text: tuple[Text, ...]
    start: tuple[Time, ...] = ()
    end: tuple[Time, ...] = ()
    looked: tuple[int, ...] = ()
    first: Annotated[int, msgspec.Meta(ge=0)] = 0
    revision: int | None = None
    language: str = ""
    page: int = 1
    then: Literal["review", "keep", "next"] = "review"

    @property
    def typed(self) -> tuple[Typed, ...]:
        """The lines, each with its own fields."""
        count = len(self.text)
        starts, ends = (times if len(times) == count else ("",) * count for times in (self.start, self.end))
        return tuple(
            Typed(text, start, end, looked=place in self.looked)
            for place, (text, start, end) in enumerate(zip(self.text, starts, ends, strict=True), start=self.first)
        )

    @property
    def leads_to(self) -> str:
        """Where the reader goes on, below the recording's own address."""
        if self.then == "review":
            return ""
        page = self.page + (self.then == "next")
        return f"/captions?language={self.language}&page={page}"


class LinesForm(msgspec.Struct, frozen=True):
    """A run of lines that was changed: as it was shown (`was`, standing at `near`) and as it is to be."""

    caption_id: int
    near: Annotated[int, msgspec.Meta(ge=0)]
    was: Run
    now: Run
