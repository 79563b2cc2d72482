"""What agencies and units may be, and what is refused."""

from datetime import date

from academy.errors import Conflict, Invalid

KINDS: dict[str, str] = {"district": "District", "squad": "Squad", "shift": "Shift", "other": "Other"}
AGENCIES: dict[str, str] = {
    "police": "Police department",
    "sheriff": "Sheriff's office",
    "prosecutor": "Prosecutor",
    "laboratory": "Laboratory",
    "corrections": "Corrections",
    "federal": "Federal agency",
    "mayor": "Mayor's office",
    "other": "Other",
}


class NameTaken(Invalid):
    """There is one of this name already, open or closed."""

    code = "name_taken"

    def __init__(self) -> None:
        super().__init__(fields={"name": "There is one of this name already, perhaps a closed one. Choose another."})


class NotAMember(Invalid):
    """The address or number belongs to nobody of this site."""

    code = "not_a_member"

    def __init__(self) -> None:
        sentence = "Nobody of this agency has this e-mail or employee number. Check it, or import them with the roster."
        super().__init__(fields={"who": sentence})


class NotThatDay(Invalid):
    """A membership ends on a day of it, and not ahead of time: it is over for everybody at once."""

    code = "not_that_day"

    def __init__(self, first: date) -> None:
        sentence = f"Write a day from {first} to today. Record a later leave when it has come."
        super().__init__(fields={"ends_on": sentence})


class UnitClosed(Conflict):
    """A closed unit takes nobody in."""

    code = "unit_closed"
    sentence = "This unit is closed. Choose another one."
