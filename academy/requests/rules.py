"""What is done with somebody who comes one by one, and how often one may ask."""

import re
from datetime import timedelta
from enum import StrEnum

from academy.errors import Conflict, Invalid, TooMany
from academy.roster.rules.plan import Planned, Verdict

MOVES: dict[tuple[str, str], str] = {
    ("waiting", "approve"): "approved",
    ("waiting", "refuse"): "refused",
}
"""A request for access. Who was refused may ask again: that is another request."""
MOST_AN_HOUR = 10
"""Requests from one network: a whole academy class in one room, but no machine."""
WINDOW = timedelta(hours=1)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Step(StrEnum):
    """What somebody who comes needs: nothing more, a yes, a move from their agency, or another look at what is said."""

    ADMIT = "admit"
    SURE = "sure"
    MOVE = "move"
    STOP = "stop"


class NotAnAddress(Invalid):
    """Nothing can be sent there."""

    code = "not_an_address"

    def __init__(self) -> None:
        super().__init__(fields={"email": "Write an e-mail address, for example name@agency.gov."})


class NoSuchSite(Invalid):
    """Sites are chosen from a list."""

    code = "no_such_site"

    def __init__(self) -> None:
        super().__init__(fields={"site": "Choose your city or county from the list."})


class NoSuchAgency(Invalid):
    """Somebody joins an agency of the site."""

    code = "no_such_agency"

    def __init__(self) -> None:
        super().__init__(fields={"agency": "Choose one of the agencies of this site."})


class TooManyRequests(TooMany):
    """One network asks for very many accounts."""

    code = "too_many_requests"

    def __init__(self) -> None:
        sentence = "Many requests came from your network. Wait an hour, or write to your site coordinator."
        super().__init__(sentence, retry_after=int(WINDOW.total_seconds()))


class Decided(Conflict):
    """Somebody else was faster."""

    code = "request_decided"
    sentence = "This request was decided already. Load the page again and look."


class NeedsMore(Invalid):
    """Not admitted as it is: the fact `step` says what is missing, in words under the field `email`."""

    code = "needs_more"

    def __init__(self, planned: Planned) -> None:
        super().__init__(fields={"email": words(planned)}, step=step(planned).value)


class WorksHere(Invalid):
    """Nobody is added twice."""

    code = "works_here"

    def __init__(self) -> None:
        super().__init__(fields={"email": "This person belongs to the agency already. Look them up under People."})


def is_address(email: str) -> bool:
    """Whether something can be sent there."""
    return bool(_EMAIL.fullmatch(email))


def step(planned: Planned) -> Step:
    """What a verdict of the roster means for one person."""
    if planned.leaves or (planned.verdict is Verdict.TRANSFER and not planned.can_choose):
        return Step.MOVE
    if planned.verdict in (Verdict.ADD, Verdict.CHANGE, Verdict.SAME):
        return Step.ADMIT
    return Step.SURE if planned.can_choose else Step.STOP


def words(planned: Planned) -> str:
    """What will happen, or what is in the way, for whoever decides."""
    if planned.verdict in (Verdict.CHANGE, Verdict.SAME):
        return "Belongs to the agency already; gets an invitation if there is no password yet."
    if step(planned) is Step.MOVE:
        return "Works for another agency now. Move the officer in instead: both ends in one action."
    if planned.verdict is Verdict.TRANSFER:
        return "Has an account from an earlier agency. Say yes if that is the same person; records stay theirs."
    if step(planned) is Step.SURE:
        return "This e-mail or number belongs to an account under another name. Say yes if that is the same person."
    if step(planned) is Step.STOP:
        reason = planned.reason.replace(" in the file", "").replace("correct the file", "choose another")
        return f"{reason.rstrip('.')}."
    return "Has an account already and joins again." if planned.person_id else "New: gets an account and an invitation."
