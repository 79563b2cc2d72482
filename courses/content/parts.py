"""What parts of a course are made of: texts and numbers with their bounds, and the ground of all structs."""

from typing import Annotated

import msgspec
from msgspec import Meta

Key = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", max_length=80)]
"""Stands in addresses and stays the same from version to version, so that progress and statistics carry over."""
ChoiceKey = Annotated[str, Meta(pattern="^[a-z0-9]+$", max_length=20)]
ObjectiveId = Annotated[str, Meta(max_length=20)]
SourceCode = Annotated[str, Meta(pattern="^[A-Z]{1,3}[0-9]{1,3}$")]
Line = Annotated[str, Meta(min_length=1, max_length=160)]
LongLine = Annotated[str, Meta(min_length=1, max_length=200)]
Prose = Annotated[str, Meta(min_length=1)]
Percent = Annotated[int, Meta(ge=1, le=100)]
Count = Annotated[int, Meta(ge=0, le=100_000)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry nobody knows is refused when read: it is a typing mistake more often than not."""
