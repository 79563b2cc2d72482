"""Who can be reminded by hand, who had better not be, and who cannot be reached."""

from datetime import date, timedelta
from typing import Literal

import msgspec

PAUSE = timedelta(days=5)
"""Somebody who was reminded less long ago is left alone unless the coordinator says otherwise."""
TIME_TO_STOP = timedelta(seconds=60)
"""So long a reminder waits, for whoever sent it by mistake."""

What = Literal["send", "hold", "cannot"]


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be reminded. `refused`, `away`: why not, "" = no reason. `reminded_on`: the last time, by hand or by
    the plan.
    """

    courses: int
    refused: str = ""
    away: str = ""
    reminded_on: date | None = None


class Verdict(msgspec.Struct, frozen=True):
    """What will happen with somebody, and why."""

    what: What
    why: str


def verdict(one: Chosen, today: date, *, anyway: bool) -> Verdict:
    """`anyway`: also who was reminded a short time ago."""
    if one.refused:
        return Verdict("cannot", one.refused)
    if one.away:
        return Verdict("cannot", one.away)
    if not one.courses:
        return Verdict("cannot", "Nothing is open that could be reminded of.")
    if one.reminded_on and today - one.reminded_on < PAUSE and not anyway:
        return Verdict(
            "hold", f"Reminded on {one.reminded_on:%B} {one.reminded_on.day}, less than {PAUSE.days} days ago."
        )
    return Verdict("send", f"No reminder in the last {PAUSE.days} days." if not anyway else "You chose to send anyway.")
