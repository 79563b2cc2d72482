"""When somebody can be exempt from a course, and on which days that is so.

Whoever is exempt on a day counts on it neither as assigned nor as due, at the site and in the network alike. What was
completed stays completed, and counts.
"""

from datetime import date

from academy.errors import Conflict, Invalid


class ExemptionBackwards(Invalid):
    """The last day is over already."""

    code = "exemption_backwards"
    sentence = "Choose today or a later day as the last one, or leave it empty."


class AlreadyExempt(Conflict):
    """There is an exemption from this course that has not ended."""

    code = "already_exempt"
    sentence = "This officer is exempt from the course already. End that exemption before you give another one."


class ExemptionOver(Conflict):
    """This exemption was ended."""

    code = "exemption_over"
    sentence = "This exemption was ended already. Load the page again to see how it stands."


def is_exempt_on(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies within an exemption, both ends included; no `first`: there is none, no `last`: for good."""
    return first is not None and first <= day and (last is None or day <= last)


def require_to_come(until_on: date | None, today: date) -> None:
    """Raises ExemptionBackwards for a last day that is over."""
    if until_on is not None and until_on < today:
        raise ExemptionBackwards(fields={"until_on": ExemptionBackwards.sentence})
