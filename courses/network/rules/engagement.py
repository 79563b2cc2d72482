"""Where a site stands in its engagement with the program, and how large it is."""

from datetime import date

import msgspec

SIZES = {"small": "Under 100 sworn", "medium": "100 to 499 sworn", "large": "500 sworn and more", "unsaid": "Not said"}


class Standing(msgspec.Struct, frozen=True):
    """`key`: a year's number, "alumni", "ahead" or "unsaid"; `words` for people."""

    key: str
    words: str


def standing(first: date | None, last: date | None, today: date) -> Standing:
    """The engagement year on `today`: the first begins on the first day. After the last day a site is an alumnus."""
    if first is None:
        return Standing("unsaid", "Not said")
    if last and today > last:
        return Standing("alumni", "Alumni")
    if today < first:
        return Standing("ahead", f"From {first:%B} {first.year}")
    year = _years(first, today) + 1
    return Standing(str(year), f"Year {year} of {_years(first, last) + 1}" if last else f"Year {year}")


def _years(first: date, day: date) -> int:
    """Whole years from one day to another."""
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def size_of(sworn: int | None) -> str:
    """The key of a site's size in `SIZES`."""
    if sworn is None:
        return "unsaid"
    return "small" if sworn < 100 else "medium" if sworn < 500 else "large"
