"""What each row of a roster would do: decided from the file and what is known, before anything changes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from academy.roster.rules.columns import Line, day_of
from academy.roster.rules.known import Account, Agency, Held, Index, Known, number_key
from academy.roster.rules.matching import Doubt, doubled_rows, matched

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST = {"email": 254, "name": 120, "rank": 60, "employee_number": 40, "officer_id": 40}
WORDS = {"name": "Name", "rank": "Rank", "employee_number": "Employee number", "officer_id": "State officer ID"}
NOBODY = Account(person_id=0, email="", name="")
ADDRESS_STAYS = "The file has another e-mail; the sign-in address stays as it is."


class Verdict(StrEnum):
    """What a row does, in the order people look at them. Transfer and ask wait for somebody's yes."""

    ERROR = "error"
    ASK = "ask"
    TRANSFER = "transfer"
    CHANGE = "change"
    ADD = "add"
    SAME = "same"
    MISSING = "missing"


class Change(msgspec.Struct, frozen=True):
    """One thing about a person that becomes another; `field` is a column, "units" or "agency"."""

    field: str
    before: str
    after: str


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What a row does. `person_id` None: a new account. `starts`: begins a membership at the agency; `leaves`: ends
    that one; `stays`: the membership that goes on. `agency_id`: whose units are meant; `units`: names of those to be
    in, None = as they are. `can_choose`: waits for a yes; error and ask without it are never applied.
    """

    number: int
    verdict: Verdict
    name: str
    reason: str = ""
    person_id: int | None = None
    agency_id: int = 0
    starts: bool = False
    leaves: int | None = None
    stays: int | None = None
    units: tuple[str, ...] | None = None
    changes: tuple[Change, ...] = ()
    can_choose: bool = False


class Plan(msgspec.Struct, frozen=True):
    """Every row with its verdict; people of the file's agencies who are not in it; units to be made, by agency."""

    rows: tuple[Planned, ...]
    missing: tuple[Planned, ...]
    new_units: tuple[tuple[int, str], ...]


def plan(lines: Sequence[Line], known: Known, *, adds_units: bool) -> Plan:
    """What the rows would do. Never drops anybody: who is missing is listed, for people to choose who has left."""
    index = Index(known)
    doubled = doubled_rows(lines)
    rows = [_planned(line, index, doubled.get(line.number, ""), adds_units=adds_units) for line in lines]
    rows = _told_once(rows)
    agencies = {agency.id for line in lines if (agency := _agency(line, index))}
    seen = {row.person_id for row in rows}
    missing = [
        _missing(one, held, index)
        for one in known.accounts
        for held in one.held
        if held.agency_id in agencies and one.person_id not in seen
    ]
    return Plan(tuple(rows), tuple(sorted(missing, key=lambda one: one.name.lower())), _new_units(rows, index))


def _missing(one: Account, held: Held, index: Index) -> Planned:
    agency = index.agency_names[held.agency_id]
    reason = f"At {agency}, not in the file. Stays unless you choose them."
    return Planned(
        number=0, verdict=Verdict.MISSING, name=one.name, reason=reason, person_id=one.person_id,
        leaves=held.membership_id, can_choose=True,
    )  # fmt: skip


def _told_once(rows: list[Planned]) -> list[Planned]:
    """Two rows that found the same person by different keys are both asked."""
    people: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.person_id is not None:
            people[row.person_id].append(row.number)
    twice = {person: numbers for person, numbers in people.items() if len(numbers) > 1}
    return [
        row
        if row.person_id not in twice
        else _asks(row, f"Rows {' and '.join(map(str, twice[row.person_id][:3]))} both speak of this person.")
        for row in rows
    ]


def _asks(row: Planned, reason: str) -> Planned:
    return Planned(
        number=row.number, verdict=Verdict.ASK, name=row.name, reason=row.reason or reason, person_id=row.person_id
    )


def _planned(line: Line, index: Index, doubled: str, *, adds_units: bool) -> Planned:
    person: int | None = None
    try:
        account, same_person = matched(line, index)
        person = account.person_id if account else None
        _check(line)
        agency = _agency(line, index)
        if doubled:
            raise Doubt(doubled)
        agency = agency or (None if line.agency else _only_held(account, index))
        if agency is None:
            raise Doubt(_no_agency(line), error=True)
        row = _row(line, account, agency, index)
        _check_units(row.units or (), agency, index, adds_units=adds_units)
    except Doubt as doubt:
        verdict = Verdict.ERROR if doubt.error else Verdict.ASK
        name = line.name or line.email or "(no name)"
        return Planned(number=line.number, verdict=verdict, name=name, reason=doubt.reason, person_id=person)
    moves_by_hand = row.verdict is Verdict.TRANSFER and not row.can_choose
    return row if same_person or moves_by_hand else _same_person(row, line, account)


def _check(line: Line) -> None:
    for field, most in LONGEST.items():
        if len(getattr(line, field)) > most:
            raise Doubt(f"{WORDS.get(field, 'E-mail')} is longer than {most} characters", error=True)
    if not line.name:
        raise Doubt("Name is empty", error=True)
    if not any(one.isalpha() for one in line.name):
        raise Doubt(f"“{line.name}” is not a name", error=True)
    if line.email and not _EMAIL.fullmatch(line.email):
        raise Doubt(f"E-mail “{line.email}” is not an address", error=True)
    if line.joined_on and day_of(line.joined_on) is None:
        raise Doubt(f"“{line.joined_on}” is not a day. Write it as 2026-11-18", error=True)


def _agency(line: Line, index: Index) -> Agency | None:
    return index.agencies.get(line.agency.lower()) if line.agency else index.only_agency


def _only_held(account: Account | None, index: Index) -> Agency | None:
    """Where a person works whose row names no agency."""
    if account is None or len(account.held) != 1:
        return None
    return Agency(account.held[0].agency_id, index.agency_names[account.held[0].agency_id])


def _no_agency(line: Line) -> str:
    if line.agency:
        return f"Agency “{line.agency}” is not known at this site. Add it under Structure, or correct the file"
    return "Agency is empty, and this site has several"


def _same_person(row: Planned, line: Line, account: Account | None) -> Planned:
    """An address or number that belongs to somebody with another name: applied after somebody's yes."""
    who = (
        f"{account.name}, who signs in as {account.email}" if account and account.is_near else "somebody else's account"
    )
    reason = f"This e-mail or number belongs to {who}. Choose the row if that is {line.name}."
    return msgspec.structs.replace(row, verdict=Verdict.ASK, reason=reason, can_choose=True)


def _row(line: Line, account: Account | None, agency: Agency, index: Index) -> Planned:
    if account is None:
        return _new(line, agency)
    if account.is_closed:
        raise Doubt("This account is closed. The program office can open it again.")
    held = next((one for one in account.held if one.agency_id == agency.id), None)
    if held:
        return _staying(line, account, held, index)
    if account.held:
        return _moving(line, account, agency, index)
    if account.is_elsewhere:
        return _elsewhere(line, account)
    return _coming(line, account, agency)


def _elsewhere(line: Line, account: Account) -> Planned:
    """Somebody of another site: never moved by a row; the coordinator does it in one action, and both ends are told."""
    reason = "This address or number belongs to an officer of another site, who is moved in one by one."
    return Planned(
        number=line.number, verdict=Verdict.TRANSFER, name=line.name, reason=reason, person_id=account.person_id
    )


def _new(line: Line, agency: Agency) -> Planned:
    if not line.email:
        raise Doubt("E-mail is empty: new people need one to sign in", error=True)
    where = ", ".join(line.units) or "in no unit"
    return Planned(
        number=line.number, verdict=Verdict.ADD, name=line.name, reason=f"New: {agency.name}, {where}",
        agency_id=agency.id, starts=True, units=line.units,
        changes=(Change("email", "", line.email), *_changes(line, NOBODY)),
    )  # fmt: skip


def _coming(line: Line, account: Account, agency: Agency) -> Planned:
    """Somebody with an account and no agency: back again, or never used; else asked, since the account is theirs."""
    certain = account.was_here or not account.is_used
    reason = f"{'Comes back to' if account.was_here else 'Joins'} {agency.name}"
    asked = (
        f"Has an account from an earlier agency. Choose the row to let them join {agency.name}; records stay theirs."
    )
    return Planned(
        number=line.number, verdict=Verdict.ADD if certain else Verdict.TRANSFER, name=line.name,
        reason=reason if certain else asked, person_id=account.person_id, agency_id=agency.id, starts=True,
        units=line.units,
        changes=_changes(line, account), can_choose=not certain,
    )  # fmt: skip


def _moving(line: Line, account: Account, agency: Agency, index: Index) -> Planned:
    before = index.agency_names[account.held[0].agency_id]
    moves = Change("agency", before, agency.name)
    reason = (
        f"Would move from {before} to {agency.name}. Choose the row if that is right; records stay with the officer."
    )
    return Planned(
        number=line.number, verdict=Verdict.TRANSFER, name=line.name, reason=reason, person_id=account.person_id,
        agency_id=agency.id, starts=True, leaves=account.held[0].membership_id, units=line.units,
        changes=(moves, *_changes(line, account)), can_choose=True,
    )  # fmt: skip


def _staying(line: Line, account: Account, held: Held, index: Index) -> Planned:
    now = sorted(index.unit_names[one] for one in held.units)
    units = line.units if line.units and {one.lower() for one in line.units} != {one.lower() for one in now} else None
    changes = _changes(line, account)
    if units is not None:
        changes += (Change("units", ", ".join(now) or "no unit", ", ".join(units)),)
    return Planned(
        number=line.number, verdict=Verdict.CHANGE if changes else Verdict.SAME, name=line.name,
        reason=ADDRESS_STAYS if line.email and line.email != account.email else "",
        person_id=account.person_id, agency_id=held.agency_id, stays=held.membership_id, units=units, changes=changes,
    )  # fmt: skip


def _changes(line: Line, account: Account) -> tuple[Change, ...]:
    """What the file says otherwise; an empty cell says nothing."""
    pairs = ((field, getattr(account, field), getattr(line, field)) for field in WORDS)
    return tuple(Change(field, before, after) for field, before, after in pairs if after and not _alike(before, after))


def _alike(before: str, after: str) -> bool:
    """The same, or the same number with or without the leading zeros that spreadsheets drop."""
    return before == after or (after.isdigit() and number_key(before) == number_key(after) != "")


def _check_units(units: Iterable[str], agency: Agency, index: Index, *, adds_units: bool) -> None:
    for name in units:
        unit = index.units.get((agency.id, name.lower()))
        if unit and unit.is_closed:
            raise Doubt(f"Unit “{name}” was closed. Correct the file, or add a unit under another name", error=True)
        if unit is None and not adds_units:
            raise Doubt(f"Unit “{name}” is not known at {agency.name}", error=True)
        if len(name) > LONGEST["name"]:
            raise Doubt(f"A unit's name is longer than {LONGEST['name']} characters", error=True)


def _new_units(rows: Iterable[Planned], index: Index) -> tuple[tuple[int, str], ...]:
    wanted: dict[tuple[int, str], str] = {}
    for row in rows:
        for name in row.units or ():
            if (row.agency_id, name.lower()) not in index.units:
                wanted.setdefault((row.agency_id, name.lower()), name)
    return tuple((agency, name) for (agency, _), name in sorted(wanted.items()))
