"""Who can be moved on what day, and what an officer may answer about earlier records."""

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from academy.errors import Conflict, Invalid

MOVES: dict[tuple[str, str], str] = {
    ("asked", "agree"): "agreed",
    ("asked", "decline"): "declined",
    ("declined", "agree"): "agreed",
    ("agreed", "withdraw"): "withdrawn",
    ("withdrawn", "agree"): "agreed",
}
"""The officer's answer to a site that wants to read records of earlier agencies; only `agreed` opens them."""


class NobodyFound(Invalid):
    """The same words whether nobody has this address or number, or the name is another one."""

    code = "nobody_found"

    def __init__(self) -> None:
        sentence = "No account has this e-mail or state officer ID together with this last name. Check both."
        super().__init__(fields={"who": sentence})


class AlreadyThere(Invalid):
    """Somebody who works for the agency needs no move to it."""

    code = "already_there"

    def __init__(self, name: str) -> None:
        super().__init__(fields={"agency": f"{name} works for this agency already. Choose another one."})


class ChooseWhatEnds(Invalid):
    """A move that leaves nothing is none."""

    code = "choose_what_ends"

    def __init__(self) -> None:
        super().__init__(fields={"leaves": "Choose at least one agency that the officer leaves."})


class NotThatDay(Invalid):
    """Somebody leaves an agency on a day of their time there, and not ahead of time."""

    code = "not_that_day"

    def __init__(self, first: date) -> None:
        super().__init__(
            fields={"moved_on": f"Write a day from {first} to today. Record a later move when it has come."}
        )


class HoldsARole(Invalid):
    """Who runs another site is not taken from it by a coordinator."""

    code = "holds_a_role"

    def __init__(self) -> None:
        sentence = (
            "This officer runs training at the other site. The program office moves them and hands the role over."
        )
        super().__init__(fields={"who": sentence})


class CannotAnswer(Conflict):
    """The answer does not follow from the one before."""

    code = "cannot_answer"
    sentence = "You gave this answer already. Load the page again and look."


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An open membership of the officer, wherever it is."""

    id: int
    site_id: int
    site: str
    agency_id: int
    agency: str
    starts_on: date


def answer(state: str, verb: str) -> str:
    """The state that follows; nobody asked ("") is as if they were. Raises CannotAnswer."""
    try:
        return MOVES[state or "asked", verb]
    except KeyError:
        raise CannotAnswer() from None


def is_last_name(typed: str, full_name: str) -> bool:
    """Whether the typed words end the name; capitals and accents do not count."""
    words, name = _words(typed), _words(full_name)
    return bool(words) and name[-len(words) :] == words


def _words(name: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return plain.casefold().replace("-", " ").replace(".", " ").split()


def ending(held: Sequence[Held], leaves: Collection[int], *, moved_on: date, today: date) -> tuple[Held, ...]:
    """The memberships that end with the move. Raises ChooseWhatEnds, NotThatDay."""
    ends = tuple(one for one in held if one.id in leaves)
    if held and not ends:
        raise ChooseWhatEnds()
    first = max((one.starts_on for one in ends), default=date.min)
    if not first <= moved_on <= today:
        raise NotThatDay(first if ends else today)
    return ends
