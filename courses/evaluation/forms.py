"""What learners send about a course."""

from typing import Annotated

import msgspec

Grade = Annotated[int, msgspec.Meta(ge=1, le=5)]


class EvaluationForm(msgspec.Struct, frozen=True):
    """Each answer may be left out."""

    relevance: Grade | None = None
    clarity: Grade | None = None
    lectures: Grade | None = None
    use: Grade | None = None
    comment: Annotated[str, msgspec.Meta(max_length=2000)] = ""
