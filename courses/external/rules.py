"""The life of training taken elsewhere, what cannot be true of it, and what looks like something already counted."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from academy.errors import Conflict, Invalid

MOVES: dict[tuple[str, str], str] = {
    ("sent", "approve"): "approved",
    ("sent", "return"): "returned",
    ("approved", "return"): "returned",
    ("returned", "send"): "sent",
    ("sent", "withdraw"): "withdrawn",
    ("returned", "withdraw"): "withdrawn",
}
"""Every way training elsewhere can move. `approve`, `return`: a coordinator of the site who is not the officer; what
was approved by mistake is returned with the reason and counts no more. `send`, `withdraw`: the officer."""

DAY_MINUTES = 24 * 60
LONG_DAY_MINUTES = 12 * 60
"""More training than this in a day is told to both sides."""
EARLIEST = date(1970, 1, 1)
NEAR_DAYS = 30
"""Training with a like title that lies so near is likely the same."""
MOST_BYTES = 10 * 1024 * 1024
MagicType = Literal["application/pdf", "image/png", "image/jpeg"]


class CannotMove(Conflict):
    """The training is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "This was decided or withdrawn meanwhile. Load the page again to see how it stands."


class Decision(msgspec.Struct, frozen=True):
    """`verb`: "approve", in a category, or "return", with the reason."""

    verb: str
    category: str = ""
    reason: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer says of training elsewhere; both days included."""

    title: str
    provider: str
    minutes: int
    began_on: date
    ended_on: date
    instructor: str = ""
    category: str = ""

    @property
    def days(self) -> int:
        return (self.ended_on - self.began_on).days + 1


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the officer has on record already. `here`: a course of this academy, else training elsewhere."""

    title: str
    first: date
    last: date
    here: bool


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def faults(claim: Claim, today: date) -> dict[str, str]:
    """What cannot be true, by field; nothing: it can. `today` is the day at the site."""
    found: dict[str, str] = {}
    if claim.began_on < EARLIEST:
        found["began_on"] = "Look at the year of the first day."
    if claim.ended_on > today:
        found["ended_on"] = "This day has not come yet. Enter training once it is over."
    elif claim.ended_on < claim.began_on:
        found["ended_on"] = "The last day lies before the first. For one day, write it in both."
    elif claim.minutes > claim.days * DAY_MINUTES:
        days = "One day has" if claim.days == 1 else f"{claim.days} days have"
        found["minutes"] = f"{days} {claim.days * 24} hours. Look at the minutes, or at the days."
    return found


def require_possible(claim: Claim, today: date) -> None:
    """Raises Invalid with the faulty fields."""
    if found := faults(claim, today):
        raise Invalid(fields=found)


def remarks(claim: Claim, known: Iterable[Known]) -> tuple[str, ...]:
    """What somebody should look at before it counts; it may be right all the same."""
    return (*_too_long(claim), *(sentence for one in _in_order(known) if (sentence := _likeness(claim, one))))


def alike(one: str, other: str) -> bool:
    """Whether two titles likely name the same: most of their words, in any order, small words aside."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return one.strip().casefold() == other.strip().casefold()
    return 3 * len(left & right) >= 2 * len(left | right)


def media_type_of(content: bytes) -> MagicType | None:
    """What a file is by its first and last bytes, whatever it is called; None: neither PDF, PNG nor JPEG."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-64:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]:
        return "image/jpeg"
    return None


def _too_long(claim: Claim) -> Iterator[str]:
    if claim.minutes > claim.days * LONG_DAY_MINUTES:
        yield "That is more than 12 hours of training a day."


def _likeness(claim: Claim, one: Known) -> str:
    overlaps = one.first <= claim.ended_on and claim.began_on <= one.last
    day = timedelta(days=NEAR_DAYS)
    near = one.first - day <= claim.ended_on and claim.began_on <= one.last + day
    when = f"{one.first:%B %-d, %Y}" if one.first == one.last else f"{one.first:%B %-d, %Y} to {one.last:%B %-d, %Y}"
    if near and alike(claim.title, one.title):
        what = "a course of this academy, counted already" if one.here else "entered already"
        return f"It looks like “{one.title}”, {what} ({when})."
    if overlaps and not one.here:
        return f"Its days overlap with “{one.title}” ({when})."
    return ""


def _in_order(known: Iterable[Known]) -> list[Known]:
    return sorted(known, key=lambda one: (one.first, one.last, one.title))


_SMALL = frozenset(
    {"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "with", "course", "training", "class"}
)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold())) - _SMALL
