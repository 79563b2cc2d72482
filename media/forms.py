"""What people send about recordings."""

from typing import Annotated

import msgspec

Line = Annotated[str, msgspec.Meta(max_length=400)]


class ReviewForm(msgspec.Struct, frozen=True):
    """All captions of a recording as a reviewer left them, in order of time. `caption_id` says which ones were read."""

    caption_id: int
    text: tuple[Line, ...]
