"""What rows of a roster would do: nobody lost, nobody moved unasked, twice is once; and what an undo sets back."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.roster.rules import columns, lifecycle
from academy.roster.rules.columns import BLOCKED, Line
from academy.roster.rules.known import Account, Held, Known, Unit
from academy.roster.rules.plan import Change, Plan, Planned, Verdict, plan
from academy.roster.rules.undo import Now, Undo, setback
from tests.strategies_roster import AGENCIES, KNOWN, LINES, UNITS

CERTAIN = {Verdict.ADD, Verdict.CHANGE, Verdict.SAME}


def done(known: Known, found: Plan, *, all_chosen: bool) -> Known:
    """The academy after the plan was applied, in ten lines: with only what is certain, or with every yes given."""
    ids = {(unit.agency_id, unit.name.lower()): unit.id for unit in known.units}
    new = [Unit(100 + number, *one) for number, one in enumerate(found.new_units)]
    ids |= {(unit.agency_id, unit.name.lower()): unit.id for unit in new}
    people = {one.person_id: one for one in known.accounts}
    for row in found.rows:
        if row.verdict in CERTAIN or (row.can_choose and all_chosen):
            person_id = row.person_id or 1000 + row.number
            before = people.get(person_id, Account(person_id=person_id, email="", name=row.name))
            people[person_id] = _changed(before, row, ids)
    return msgspec.structs.replace(known, accounts=tuple(people.values()), units=(*known.units, *new))


def _changed(before: Account, row: Planned, ids: dict[tuple[int, str], int]) -> Account:
    units = None if row.units is None else frozenset(ids[row.agency_id, name.lower()] for name in row.units)
    held = [one for one in before.held if one.membership_id != row.leaves]
    if row.stays and units is not None:
        held = [msgspec.structs.replace(one, units=units) if one.membership_id == row.stays else one for one in held]
    if row.starts:
        held.append(Held(membership_id=5000 + row.number, agency_id=row.agency_id, units=units or frozenset()))
    told = {change.field: change.after for change in row.changes if change.field not in ("units", "agency")}
    return msgspec.structs.replace(before, held=tuple(held), **told)


@given(LINES, KNOWN, st.booleans(), st.booleans())
def test_applied_twice_changes_nothing(lines: tuple[Line, ...], known: Known, adds: bool, all_chosen: bool):
    after = done(known, plan(lines, known, adds_units=adds), all_chosen=all_chosen)
    again = plan(lines, after, adds_units=adds)
    applied = {row.number for row in plan(lines, known, adds_units=adds).rows if row.verdict in CERTAIN}
    assert {row.verdict for row in again.rows if row.number in applied} <= {Verdict.SAME, Verdict.ASK}
    assert done(after, again, all_chosen=False).accounts == after.accounts


@given(LINES, KNOWN, st.booleans())
def test_every_row_is_told_and_nobody_is_dropped_or_moved_unasked(lines: tuple[Line, ...], known: Known, adds: bool):
    found = plan(lines, known, adds_units=adds)
    assert [row.number for row in found.rows] == [line.number for line in lines]
    after = done(known, found, all_chosen=False)
    places = {one.person_id: {held.agency_id for held in one.held} for one in after.accounts}
    for one in known.accounts:
        assert {held.agency_id for held in one.held} <= places[one.person_id]
        assert not (places[one.person_id] and not one.held and (one.is_closed or (one.is_elsewhere and one.is_used)))
    assert all(row.can_choose and row.leaves for row in found.missing)
    assert all(row.reason for row in found.rows if row.verdict not in CERTAIN)


ANA = Account(person_id=1, email="ana@x.gov", name="Ana Li", employee_number="7", held=(
    Held(membership_id=10, agency_id=1, units=frozenset({1})),
))  # fmt: skip
HERE = Known(accounts=(ANA,), agencies=AGENCIES, units=UNITS)


@pytest.mark.parametrize(
    ("told", "verdict", "says"),
    [
        ({"email": "ana@x.gov"}, "same", ""),
        ({"email": "ana@x.gov", "rank": "Sgt."}, "change", ""),
        ({"email": "ana@x.gov", "name": "Ana Ray"}, "change", ""),
        ({"email": "ana@x.gov", "name": "Bo Ray"}, "ask", "belongs to Ana Li"),
        ({"email": "ana@x.gov", "name": "41000"}, "error", "is not a name"),
        ({"email": "new@x.gov", "employee_number": "0007"}, "same", "the sign-in address stays"),
        ({"email": "new@x.gov", "employee_number": "7", "name": "Bo Ray"}, "ask", "Choose the row if that is Bo Ray"),
        ({"email": "ana@x.gov", "agency": "Sheriff"}, "transfer", "Would move from Police to Sheriff"),
        ({"email": "ana@x.gov", "agency": "Fire"}, "error", "“Fire” is not known"),
        ({"email": "a(at)x.gov"}, "error", "is not an address"),
        ({"email": "=cmd@x"}, "error", "is not an address"),
        ({"email": "", "employee_number": "9", "agency": "Police"}, "error", "new people need one"),
        ({"email": "bo@x.gov", "name": "Bo Ray"}, "error", "Agency is empty"),
        ({"email": "bo@x.gov", "agency": "Police", "units": ("K9",)}, "add", "K9"),
        ({"email": "ana@x.gov", "units": ("Old",)}, "error", "was closed"),
    ],
)
def test_a_row_is_judged_with_its_reason(told: dict[str, object], verdict: str, says: str):
    line = Line(**{"number": 2, "name": "Ana Li", **told})
    [row] = plan([line], HERE, adds_units=True).rows
    assert (row.verdict, says in row.reason) == (verdict, True), row


def test_two_rows_of_one_person_are_asked_and_who_is_missing_stays():
    lines = [Line(number=2, name="Ana Li", email="ana@x.gov"), Line(number=3, name="Ana Li", employee_number="7")]
    assert [row.verdict for row in plan(lines, HERE, adds_units=True).rows] == ["ask", "ask"]
    found = plan([Line(number=2, name="Bo Ray", email="bo@x.gov", agency="Police")], HERE, adds_units=True)
    assert [(row.name, row.leaves) for row in found.missing] == [("Ana Li", 10)]
    assert plan([Line(number=2, name="Bo", email="bo@x.gov", agency="Sheriff")], HERE, adds_units=True).missing == ()


def test_columns_are_guessed_remembered_and_refused():
    head = ("EMP_NO", "LAST", "FIRST", "WORK_EMAIL", "DIV", "Shift", "START_DT", "Mail", "X")
    guessed = columns.guess(head, [()] * 9, {"X": "rank"})
    assert guessed == (
        "employee_number", "last_name", "first_name", "email", "unit", "unit", "joined_on", "", "rank",
    )  # fmt: skip
    for values, target in ((["41000"], "employee_number"), (["Ana Li"], "full_name")):
        assert columns.guess(("Employee",), [values], {}) == (target,)
    found = columns.guess(("No", "Account", "Other"), [("ana@x.gov", "7"), ("ana@x.gov", ""), ("a@x.gov",)], {})
    assert found == ("", "email", "")
    assert [columns.reason_for(*one) for one in (("email", "Account", ("a@x.gov",)), ("email", "Mail", ()))] == [
        "by its values",
        "by its name",
    ]
    assert columns.reason_for("rank", "Account", ("a@x.gov",)) == ""
    line = columns.line_of(2, ("7", "Li", "Ana", "ANA@x.gov", "South", "B;A", "8/18/26", "", "Sgt."), guessed)
    assert (line.name, line.email, line.units) == ("Ana Li", "ana@x.gov", ("South", "B", "A"))
    assert columns.day_of(line.joined_on) == date(2026, 8, 18)
    assert columns.faults(guessed) == ""
    assert "two columns" in columns.faults(("email", "email", "full_name"))
    assert "name" in columns.faults(("email",))
    assert "tells people apart" in columns.faults(("full_name", BLOCKED))


@pytest.mark.parametrize(
    ("name", "values", "never"),
    [("SSN_LAST4", (), True), ("DOB", (), True), ("Birth date", (), True), ("No", ("123-45-6789", ""), True),
     ("EMP_NO", ("40718",), False), ("Shift", ("B",), False), ("Trace", ("x",), False)],
)  # fmt: skip
def test_identity_columns_are_never_read(name: str, values: tuple[str, ...], never: bool):
    assert columns.is_never_read(name, values) is never


RANK = Change("rank", "Ofc.", "Sgt.")


@pytest.mark.parametrize(
    ("undo", "now", "membership", "changes", "kept"),
    [
        (Undo(person_id=1, on=date.min, changes=(RANK,)), {"values": {"rank": "Sgt."}}, True, 1, ""),
        (Undo(person_id=1, on=date.min, changes=(RANK,)), {"values": {"rank": "Lt."}}, True, 0, "Changed by"),
        (Undo(person_id=1, on=date.min, started=5, after=(1,)), {"units": {5: frozenset({1})}}, True, 0, ""),
        (Undo(person_id=1, on=date.min, started=5), {"units": {5: frozenset({1})}}, False, 0, "Changed by hand since"),
        (Undo(person_id=1, on=date.min, started=5), {}, False, 0, "Left or moved since"),
        (Undo(person_id=1, on=date.min, started=5), {"units": {5: frozenset()}, "has_training": True}, False, 0, "Has"),
        (Undo(person_id=1, on=date.min, started=5, is_new=True), {"units": {5: frozenset()}, "is_used": True}, False, 0,
         "The account is in use"),
    ],
)  # fmt: skip
def test_only_what_is_as_the_import_left_it_is_set_back(
    undo: Undo, now: dict[str, object], membership: bool, changes: int, kept: str
):
    back = setback(undo, Now(**{"values": {}, "units": {}, **now}))
    assert (back.membership, len(back.changes)) == (membership, changes)
    assert back.kept.startswith(kept)
    assert bool(back.kept) is bool(kept)


def test_an_import_moves_as_the_table_says():
    for state in ("draft", "planned", "applying", "applied", "undoing", "undone", "failed"):
        for verb in ("plan", "apply", "undo", "finish", "fail"):
            if (state, verb) not in lifecycle.MOVES:
                with pytest.raises(lifecycle.CannotMove):
                    lifecycle.move(state, verb)
