"""When accounts are looked at, who is quiet, and what is signed.

CJIS Security Policy, AC-2: accounts are reviewed every year, and inactive ones dealt with after 90 days.
"""

from datetime import date, datetime, timedelta

from academy.errors import Conflict, Invalid

EVERY = timedelta(days=365)
QUIET_AFTER = timedelta(days=90)


class NotYourName(Invalid):
    """A signature is the name of whoever signs."""

    code = "not_your_name"

    def __init__(self, name: str) -> None:
        super().__init__(fields={"signed_name": f"Write your name as it stands in your account: {name}."})


class NotUnderWay(Conflict):
    """The round was closed, or none was begun."""

    code = "review_not_under_way"
    sentence = "No review is under way. Somebody closed it in the meantime, or nobody began one; load the page again."


def due_on(last: date | None, first_joined: date | None) -> date | None:
    """The day the next review is due: a year after the last one, at first a year after the first member; None while
    there is nobody to look at."""
    start = last or first_joined
    return start + EVERY if start else None


def is_quiet(last_seen: datetime | None, since: datetime, now: datetime) -> bool:
    """Whether nobody used the account for 90 days; one that was never used counts from the day it was made."""
    return now - (last_seen or since) >= QUIET_AFTER


def statement(site: str, day: date) -> str:
    """What is signed."""
    return (
        f"I looked at every account and role of {site} on {day:%B} {day.day}, {day.year}. Those that stay are needed. "
        "For those who left, and for roles that are not needed, access ends today."
    )
