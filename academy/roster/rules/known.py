"""What the academy knows when it reads a roster: accounts, who belongs where, and the site's agencies and units."""

from collections.abc import Iterable

import msgspec


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An open membership at the site, with the units it is in."""

    membership_id: int
    agency_id: int
    units: frozenset[int] = frozenset()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an account. `is_used`: has a password. `was_here`: belonged to this site before. `is_elsewhere`:
    belongs to another site now."""

    person_id: int
    email: str
    name: str
    rank: str = ""
    employee_number: str = ""
    officer_id: str = ""
    held: tuple[Held, ...] = ()
    was_here: bool = False
    is_elsewhere: bool = False
    is_used: bool = False
    is_closed: bool = False

    @property
    def is_near(self) -> bool:
        """Whether this site's staff may read who it is."""
        return bool(self.held) or self.was_here


class Agency(msgspec.Struct, frozen=True):
    """An agency of the site."""

    id: int
    name: str


class Unit(msgspec.Struct, frozen=True):
    """A unit of an agency of the site."""

    id: int
    agency_id: int
    name: str
    is_closed: bool = False


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a plan is made from, beside the file."""

    accounts: tuple[Account, ...] = ()
    agencies: tuple[Agency, ...] = ()
    units: tuple[Unit, ...] = ()


def number_key(number: str) -> str:
    """What two spellings of one number share: spreadsheets drop leading zeros."""
    return number.strip().lower().lstrip("0")


class Index:
    """The accounts by each of the three keys. Employee numbers count only among people of this site: two agencies far
    apart number their people alike."""

    def __init__(self, known: Known) -> None:
        self.accounts = {one.person_id: one for one in known.accounts}
        self.by_email = {one.email: one.person_id for one in known.accounts}
        near = [one for one in known.accounts if one.is_near]
        self.by_employee = _by((one.employee_number, one.person_id) for one in near)
        self.by_officer = _by((one.officer_id, one.person_id) for one in known.accounts)
        self.agencies = {one.name.lower(): one for one in known.agencies}
        self.agency_names = {one.id: one.name for one in known.agencies}
        self.units = {(one.agency_id, one.name.lower()): one for one in known.units}
        self.unit_names = {one.id: one.name for one in known.units}
        self.only_agency = known.agencies[0] if len(known.agencies) == 1 else None


def _by(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, person_id in pairs:
        if key := number_key(number):
            found[key] = found.get(key, frozenset()) | {person_id}
    return found
