"""Rosters and what is known beside them, small enough to collide: the same few people, numbers, agencies and units."""

from hypothesis import strategies as st

from academy.roster.rules.columns import Line
from academy.roster.rules.known import Account, Agency, Held, Known, Unit

EMAILS = ("a@x.gov", "b@x.gov", "c@x.gov", "d@x.gov", "no address")
NAMES = ("Ana Li", "Bo Ray", "Cy Li", "")
NUMBERS = ("", "", "7", "007", "8")
AGENCIES = (Agency(1, "Police"), Agency(2, "Sheriff"))
UNITS = (Unit(1, 1, "South"), Unit(2, 1, "Old", is_closed=True), Unit(3, 2, "South"))


def _line(number: int) -> st.SearchStrategy[Line]:
    return st.builds(
        Line,
        number=st.just(number),
        email=st.sampled_from(("", *EMAILS)),
        name=st.sampled_from(NAMES),
        rank=st.sampled_from(("", "Ofc.", "Sgt.")),
        employee_number=st.sampled_from(NUMBERS),
        officer_id=st.sampled_from(NUMBERS),
        agency=st.sampled_from(("", "Police", "sheriff", "Fire")),
        units=st.sampled_from(((), ("South",), ("south", "K9"), ("Old",))),
        joined_on=st.sampled_from(("", "3/2/15", "soon")),
    )


LINES = st.integers(0, 6).flatmap(lambda count: st.tuples(*(_line(number + 2) for number in range(count))))


def _account(person_id: int) -> st.SearchStrategy[Account]:
    held = st.builds(Held, membership_id=st.just(10 * person_id), agency_id=st.just(1), units=st.just(frozenset({1})))
    return st.builds(
        Account,
        person_id=st.just(person_id),
        email=st.just(EMAILS[person_id - 1]),
        name=st.sampled_from(NAMES[:3]),
        rank=st.sampled_from(("", "Ofc.")),
        employee_number=st.sampled_from(NUMBERS),
        officer_id=st.sampled_from(NUMBERS),
        held=st.one_of(st.just(()), st.tuples(held)),
        was_here=st.booleans(),
        is_elsewhere=st.booleans(),
        is_used=st.booleans(),
        is_closed=st.booleans(),
    )


KNOWN = st.tuples(_account(1), _account(2), _account(3)).flatmap(
    lambda accounts: st.builds(
        Known, accounts=st.just(accounts), agencies=st.sampled_from((AGENCIES, AGENCIES[:1])), units=st.just(UNITS)
    )
)
