"""What people's accounts tell the floors above."""

from academy.facts import Fact


class PersonDeactivated(Fact, frozen=True):
    """An account was closed; the records stay."""

    person_id: int
