"""Going on with another device: which places can be carried there, and how long the symbol is good."""

import re
from datetime import datetime, timedelta

import msgspec

from academy.errors import Conflict, Invalid

LIFETIME = timedelta(minutes=10)
"""Long enough to find the phone and sign in there."""
_PLACES = re.compile(
    r"/enrollments/[a-z0-9]{26}/lessons/[a-z0-9-]{1,80}(\?t=[0-9]{1,6})?|/attempts/[a-z0-9]{26}(/items/[0-9]{1,3}|/review)?"
)


class NoSuchPlace(Invalid):
    """Only lessons and open quizzes are carried from one device to another."""

    code = "no_such_place"
    sentence = "Only a lesson or a quiz can be carried to another device. Open one, then choose this again."


class HandoffOver(Conflict):
    """The symbol was used, or too old."""

    code = "handoff_over"
    sentence = "This symbol was used already or is older than 10 minutes. Show a new one on the other device."


class Handoff(msgspec.Struct, frozen=True):
    """A place somebody wants to go on at, since when it can be, and whether somebody did."""

    place: str
    made_at: datetime
    used_at: datetime | None = None


def require_place(place: str) -> str:
    """Raises NoSuchPlace."""
    if not _PLACES.fullmatch(place):
        raise NoSuchPlace(fields={"place": NoSuchPlace.sentence})
    return place


def require_good(handoff: Handoff, at: datetime) -> str:
    """The place. Raises HandoffOver."""
    if handoff.used_at is not None or at - handoff.made_at > LIFETIME:
        raise HandoffOver()
    return handoff.place
