"""What is sent about people, agencies and units."""

from datetime import date
from typing import Annotated, Literal

import msgspec

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Kind = Literal["district", "squad", "shift", "other"]


class AgencyForm(msgspec.Struct, frozen=True):
    """A new agency, or other words for the one whose id it names."""

    name: Name
    kind: Literal["police", "sheriff", "prosecutor", "laboratory", "corrections", "federal", "mayor", "other"]
    agency: int | None = None


class SwornForm(msgspec.Struct, frozen=True):
    """Sworn officers of the site; empty = not said."""

    sworn: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None


class NewUnitForm(msgspec.Struct, frozen=True):
    """A new unit of an agency."""

    agency: int
    name: Name
    kind: Kind = "other"


class UnitForm(msgspec.Struct, frozen=True):
    """A unit's name and kind."""

    name: Name
    kind: Kind


class WhoForm(msgspec.Struct, frozen=True):
    """Somebody by e-mail or employee number."""

    who: Annotated[str, msgspec.Meta(min_length=1, max_length=254)]


class GroupForm(msgspec.Struct, frozen=True):
    """The units of a membership, by code."""

    membership: int
    units: tuple[str, ...] = ()


class LeavingForm(msgspec.Struct, frozen=True):
    """Which membership ended, and on what day."""

    membership: int
    ends_on: date
