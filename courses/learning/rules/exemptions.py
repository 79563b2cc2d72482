"""When somebody can be exempt from a course."""

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


def require_to_come(until_on: date | None, today: date) -> None:
    """Raises ExemptionBackwards for a last day that is over."""
    if until_on is not None and until_on < today:
        raise ExemptionBackwards(fields={"until_on": ExemptionBackwards.sentence})
