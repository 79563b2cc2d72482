"""The life of an outgoing message, and when it is tried again."""

import re
from datetime import datetime, timedelta

from academy.errors import Conflict

MOVES: dict[tuple[str, str], str] = {
    ("queued", "take"): "sending",
    ("queued", "suppress"): "suppressed",
    ("sending", "deliver"): "sent",
    ("sending", "put off"): "queued",
    ("sending", "give up"): "failed",
    ("sending", "bounce"): "bounced",
    ("failed", "try again"): "queued",
    ("bounced", "try again"): "queued",
}
"""Every way an outgoing message can move. `deliver`: the mail server took it. `put off`: no server, or one that is
busy, keeps the message for later with the reason. `give up`: the server refused this letter, or put it off too
often. `bounce`: it said that there is no such address. `suppress`: it came to be of no use, was taken back, or its
reader's account was closed; a letter may be suppressed from its first day, with the reason."""

WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long after each try that was put off the next one is made."""
LOST_AFTER = timedelta(minutes=10)
"""A message that is being sent for so long belongs to a process that died."""
SUPPRESSED_LATE = "It could not be sent while it was of use."
SUPPRESSED_GONE = "The account it was meant for was closed."
NO_SERVER = "No mail server is set (ACADEMY_SMTP_URL). The message waits here."
TAKEN_BACK = "Taken back by {} before it left."
LOST = "The process that sent it ended in the middle; it is sent again and may arrive twice."


class CannotMove(Conflict):
    """The message is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "Only a message that failed or bounced can be sent again. Load the page to see what became of this one."


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


STUCK_AFTER = timedelta(minutes=30)
"""Mail whose time came so long ago and that still waits means that mail does not flow."""
_ADDRESS_CODES = frozenset({550, 551, 553})
_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")


def is_about_address(code: int, said: str) -> bool:
    """Whether a refused recipient is an address that does not exist, and not a server that lets nobody write.

    Where the server gives an enhanced status (RFC 3463), 5.1.x and 5.2.1 speak of the mailbox; everything else, such as
    5.7.1 for a relay that is closed, would make every address look wrong.
    """
    found = _ENHANCED.search(said)
    if found:
        return found[1] == "1" or (found[1], found[2]) == ("2", "1")
    return code in _ADDRESS_CODES


def refused_before(at: datetime, said: str) -> str:
    """Why nobody writes to an address."""
    return (
        f"This address was refused on {at:%B} {at.day}, {at.year} ({said.rstrip('.')}). Correct it, or send the message"
        " that bounced again if the address is right."
    )


def stuck(oldest: datetime | None, waiting: int, now: datetime) -> str:
    """What to say when mail does not flow; empty while it does. `oldest`: since when the first of them could go, on the
    clocks of whoever reads it.
    """
    if oldest is None or now - oldest < STUCK_AFTER:
        return ""
    many = "1 message waits" if waiting == 1 else f"{waiting} messages wait"
    return f"Mail does not leave: {many}, the first since {oldest:%B} {oldest.day}, {oldest:%H:%M %Z}."
