"""What a certificate is worth today, how it may move, and when two names are the same name."""

import unicodedata
from calendar import monthrange
from datetime import date
from enum import StrEnum

from academy.errors import Conflict

MOVES: dict[tuple[str, str], str] = {
    ("pending", "issue"): "issued",
    ("issued", "revoke"): "revoked",
    ("issued", "replace"): "replaced",
}
"""Every way a certificate can move. Condition of `issue`: its PDF is stored."""

REVOCATION_CLASSES: dict[str, str] = {
    "issued_in_error": "Issued in error",
    "record_corrected": "Record corrected",
    "requirement_not_met": "Requirement not met",
    "other": "Other",
}
"""The public classes of reason. The reason in words stays with the academy: it may speak of a person."""


class Standing(StrEnum):
    """What a certificate is worth; computed at each look, since time alone may change it."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Failure(StrEnum):
    """Why the paper of a pending certificate does not exist yet, beyond waiting for its turn."""

    NAME_NEEDED = "name_needed"
    NOT_MADE = "not_made"


class CannotMove(Conflict):
    """The certificate is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "This can only be done with an issued certificate. Load the page again to see its state."


class NotReady(Conflict):
    """The paper is not there yet."""

    code = "not_ready"
    sentence = "This certificate is still being prepared. That takes less than a minute; then it opens here."


class NoLongerValid(Conflict):
    """Papers that prove nothing are not handed out; the public page says what became of them."""

    code = "no_longer_valid"
    sentence = "This certificate was revoked or replaced. Its number under Check a certificate says what changed."


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def standing(state: str, expires_on: date | None, today: date) -> Standing:
    """What an issued, revoked or replaced certificate is worth on `today`, the date where its record is kept.

    The day it expires on is the last one it is valid. A pending one has no standing (ValueError): nobody has it yet.
    """
    if state != "issued":
        return Standing(state)
    return Standing.EXPIRED if expires_on is not None and today > expires_on else Standing.VALID


def last_day(completed_on: date, months: int) -> date | None:
    """The last day a certificate counts, that many months after completion; None for 0: it does not expire.

    Where the month has no such day, its last one: January 31 and a month make February 28 or 29.
    """
    if not months:
        return None
    years, month = divmod(completed_on.month - 1 + months, 12)
    year = completed_on.year + years
    return date(year, month + 1, min(completed_on.day, monthrange(year, month + 1)[1]))


def require_paper(state: str) -> None:
    """Raise NotReady or NoLongerValid unless the paper may be handed out."""
    if state == "pending":
        raise NotReady()
    if state != "issued":
        raise NoLongerValid()


def same_name(typed: str, printed: str) -> bool:
    """Whether a typed name is the printed one.

    Case, accents, spacing, hyphens and apostrophes do not matter: readers type from paper, often on a phone.
    """
    return bool(_letters(typed)) and _letters(typed) == _letters(printed)


# Letters that Unicode does not take apart into a base and an accent.
_STROKED = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def _letters(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_STROKED)
    return " ".join("".join(map(_kept, apart)).split())


def _kept(character: str) -> str:
    if unicodedata.category(character) == "Pd":
        return " "
    return character if character.isalnum() or character.isspace() else ""
