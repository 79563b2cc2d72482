"""Hours from minutes, and how the minutes of a roll call are spent."""

import msgspec

HOUR = 60
SHORT_HOUR = 50
"""States count training in hours of 60 minutes or of 50; the plan names both, and the state decides."""
CLOSING = 1


class Timing(msgspec.Struct, frozen=True):
    """Minutes of a roll call."""

    say: int
    scenario: int
    questions: int
    close: int


def credit_hours(minutes: int, hour: int) -> str:
    """Clock minutes as hours of so many minutes, in quarters rounded down: 366 of 60 -> "6.00"."""
    return f"{minutes * 4 // hour / 4:.2f}"


def timing(minutes: int) -> Timing:
    """A minute to close; the rest falls into three parts, and what is left over goes first to saying, then deciding."""
    third, over = divmod(minutes - CLOSING, 3)
    return Timing(third + (over > 0), third + (over > 1), third, CLOSING)
