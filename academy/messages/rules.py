"""The life of an outgoing message, and when it is tried again."""

from datetime import datetime, timedelta

from academy.errors import Conflict

MOVES: dict[tuple[str, str], str] = {
    ("queued", "take"): "sending",
    ("queued", "suppress"): "suppressed",
    ("sending", "deliver"): "sent",
    ("sending", "put off"): "queued",
    ("sending", "give up"): "failed",
    ("failed", "try again"): "queued",
}
"""Every way an outgoing message can move. `deliver`: the mail server took it. `put off`: no server, or one that is
busy, keeps the message for later with the reason. `give up`: the server refused this address or this letter, or put it
off too often. `suppress`: it came to be of no use, or its reader's account was closed."""

WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long after each try that was put off the next one is made."""
LOST_AFTER = timedelta(minutes=10)
"""A message that is being sent for so long belongs to a process that died."""
SUPPRESSED_LATE = "It could not be sent while it was of use."
SUPPRESSED_GONE = "The account it was meant for was closed."
NO_SERVER = "No mail server is set (ACADEMY_SMTP_URL). The message waits here."
LOST = "The process that sent it ended in the middle; it is sent again and may arrive twice."


class CannotMove(Conflict):
    """The message is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "Only a message that failed can be sent again. Load the page again to see what became of this one."


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after so many tries that the server put off; None: it has been tried often enough."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None


def next_try_of_server(tries: int, at: datetime) -> datetime:
    """When to try again after so many tries without reaching a server: that is not the message's fault, so for ever."""
    return at + min(WAITS[min(tries, len(WAITS)) - 1], timedelta(hours=1))
