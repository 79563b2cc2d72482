"""What is sent about a move, and by the officer about earlier records."""

from datetime import date
from typing import Annotated, Literal

import msgspec

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=254)]


class MoveForm(msgspec.Struct, frozen=True):
    """Who moves where and when. `sure`: what will happen was shown, with the memberships that end (`leaves`)."""

    who: Short
    last_name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    agency: int
    moved_on: date
    leaves: tuple[int, ...] = ()
    sure: bool = False


class AnswerForm(msgspec.Struct, frozen=True):
    """The officer's answer to a site."""

    answer: Literal["agree", "decline", "withdraw"]
