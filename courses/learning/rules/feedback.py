"""What of an attempt its learner is shown, by phase: while it is open, once it is sent, and at the end.

The end is what the quiz calls so (`reveal`): it is passed, or no attempt is left, or the course is closed for the
learner.
"""

from enum import IntEnum
from typing import Final

import msgspec


class Shows(IntEnum):
    """Each holds all before it: nothing, points and percent, objectives, which answers were right, the key."""

    NOTHING = 0
    RESULT = 1
    OBJECTIVES = 2
    MARKS = 3
    KEY = 4


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """Where a learner stands with a quiz. closed: the course is completed, or was given back."""

    sent: bool
    passed: bool = False
    last_used: bool = False
    closed: bool = False


_AFTER_SENDING: Final = {"result": Shows.RESULT, "objectives": Shows.OBJECTIVES, "marks": Shows.MARKS}


def shown(reveal: str, after_sending: str, phase: Phase) -> Shows:
    """What may be shown in a phase, by the two settings of the quiz (courses.content.questions.Quiz)."""
    if not phase.sent:
        return Shows.NOTHING
    ends = {
        "never": False,
        "after_pass": phase.passed,
        "after_last": phase.passed or phase.last_used,
        "after_closing": phase.closed,
    }
    return Shows.KEY if ends[reveal] else _AFTER_SENDING[after_sending]
