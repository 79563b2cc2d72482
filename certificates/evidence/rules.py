"""The life of an evidence file, who may have one, and what its parts are called."""

import re
import unicodedata
from datetime import date, timedelta

from academy.errors import Conflict, Invalid, NotAllowed

MOVES: dict[tuple[str, str], str] = {
    ("making", "finish"): "ready",
    ("making", "fail"): "failed",
    ("failed", "repeat"): "making",
    ("ready", "remove"): "removed",
}
"""Made by a job; removed from the store after `KEPT`, while the request stays on record."""

_SPELLED = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"})
"""Letters that are no letter with a mark on it."""
KEPT = timedelta(days=7)
"""How long a file may be taken: it holds answers and times of people, and can be made again."""


class OwnEvidence(NotAllowed):
    """Nobody makes evidence about themselves."""

    code = "own_evidence"
    sentence = "This is your own training. Another coordinator of your site, or the program office, can make this file."


class StillTaking(NotAllowed):
    """Whoever takes the course now must not see its questions with their answers."""

    code = "still_taking"
    sentence = (
        "You are taking this course yourself, and the file holds its questions with the right answers. Finish the "
        "course first, or ask another coordinator of your site or the program office."
    )


class NobodyInClass(Invalid):
    """The period holds nobody."""

    code = "nobody_in_class"
    sentence = "Nobody of this site took the course between these days. Choose an earlier first day."


class NotReadyYet(Conflict):
    """The file is being made, could not be made, or is gone."""

    code = "evidence_not_ready"
    sentence = "This file is not there to take. Open its page to see how far it is, or ask for a new one."


class PeriodBackwards(Invalid):
    """The last day lies before the first."""

    code = "period_backwards"
    sentence = "The last day lies before the first."


def require_period(from_on: date, until_on: date) -> None:
    """Raises PeriodBackwards."""
    if until_on < from_on:
        raise PeriodBackwards(fields={"until_on": PeriodBackwards.sentence})


def plain_name(text: str) -> str:
    """A name as part of a file name on any system: "María O'Neil" -> "Maria-O-Neil"."""
    spelled = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    letters = "".join(one for one in spelled if not unicodedata.combining(one))
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")[:120] or "officer"
