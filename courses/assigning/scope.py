"""Whom an assignment asks: units, ranks, named people or everybody, and who is left out. A blank field hides nobody."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

NONE, EVERYONE = "none", "everyone"
"""What stands for people in no unit, and for everybody at the site, where units are named by code."""


class SiteUnit(msgspec.Struct, frozen=True):
    """A unit of the site by its code; `closed_on` when it is closed."""

    id: int
    code: str
    name: str
    closed_on: date | None = None


class SiteMember(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an open membership at the site. `units`: code and name of each they are in."""

    id: int
    code: str
    name: str
    rank: str
    email: str
    joined: date
    agency_id: int
    unit_id: int | None
    units: tuple[tuple[str, str], ...] = ()

    @property
    def unit(self) -> str:
        return ", ".join(name for _, name in self.units)


class Whom(msgspec.Struct, frozen=True):
    """A scope: everybody in one of the units, with one of the ranks, or named; `left_out` wins over all of them.

    units: codes, and the words NONE and EVERYONE; people and left_out: codes.
    """

    units: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    def asks(self, one: SiteMember) -> bool:
        """Whether it asks this person."""
        if one.code in self.left_out:
            return False
        inside = {code for code, _ in one.units} or {NONE}
        return bool(EVERYONE in self.units or inside & self.units or one.rank in self.ranks or one.code in self.people)

    def without(self, other: "Whom") -> "Whom":
        """The parts that the other one does not have; nobody is left out of these."""
        return Whom(self.units - other.units, self.ranks - other.ranks, self.people - other.people)


class UnitLine(msgspec.Struct, frozen=True):
    """A unit, or a rank, as a choice: how many people it has."""

    code: str
    name: str
    people: int
    closed_on: date | None = None


def unit_lines(units: Sequence[SiteUnit], members: Sequence[SiteMember]) -> tuple[UnitLine, ...]:
    """The site's units by name; people in no unit are a line of their own at the end."""
    lines = [
        UnitLine(unit.code, unit.name, sum(unit.code in dict(one.units) for one in members), unit.closed_on)
        for unit in sorted(units, key=lambda unit: unit.name.lower())
    ]
    unitless = sum(not one.units for one in members)
    return (*lines, UnitLine(NONE, "", unitless)) if unitless else tuple(lines)


def rank_lines(members: Iterable[SiteMember]) -> tuple[UnitLine, ...]:
    """The ranks there are at the site, with how many people have each."""
    ranks = [one.rank for one in members if one.rank]
    return tuple(UnitLine(rank, rank, ranks.count(rank)) for rank in sorted(set(ranks), key=str.lower))
