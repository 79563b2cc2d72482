"""Which seconds of a lecture were really played.

A set of played seconds is kept as sorted, disjoint, half-open ranges of whole media seconds and written as pairs
"gap-length" in base 36: "0-1e.5-a" is [0, 50) and [55, 65). The union of such sets does not depend on order or
repetition, so a phone may send the same minute twice or late.
"""

from collections import deque

import msgspec

from academy.errors import Invalid

Ranges = tuple[tuple[int, int], ...]

FASTEST = 2.0
"""Media seconds per second of wall time that still count as listening."""
FORGIVEN_END_SECONDS = 10
"""Closing seconds nobody has to sit through."""
_LONGEST_SECONDS = 24 * 3600
_LONGEST_TEXT = 20_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class FaultyRanges(Invalid):
    """The report of played seconds cannot be read."""

    code = "faulty_ranges"
    sentence = "The player sent a report we cannot read. Load the page again; your place is kept."


class Judged(msgspec.Struct, frozen=True):
    """What a report adds: the ranges that count from now on, and how many seconds the clock does not allow."""

    ranges: Ranges
    added_seconds: int
    refused_seconds: int


def parse(text: str) -> Ranges:
    """Ranges from their written form. Raises FaultyRanges for anything that `printed` cannot have written."""
    if len(text) > _LONGEST_TEXT:
        raise FaultyRanges()
    ranges = stored(text)
    if ranges and ranges[-1][1] > _LONGEST_SECONDS:
        raise FaultyRanges()
    return union(ranges)


def stored(text: str) -> Ranges:
    """Ranges from what `printed` wrote, of any length and unit. Raises FaultyRanges."""
    ranges = []
    end = 0
    for pair in text.split(".") if text else ():
        gap, length = _pair(pair)
        start = end + gap
        end = start + length
        ranges.append((start, end))
    return tuple(ranges)


def printed(ranges: Ranges) -> str:
    """The written form of sorted, disjoint ranges."""
    pairs = []
    before = 0
    for start, end in ranges:
        pairs.append(f"{_base36(start - before)}-{_base36(end - start)}")
        before = end
    return ".".join(pairs)


def union(*sets: Ranges) -> Ranges:
    """Every second that is in any of the sets; touching ranges become one, empty ones vanish."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for ranges in sets for span in ranges if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def clipped(ranges: Ranges, duration: int) -> Ranges:
    """The part that lies inside a lecture of `duration` seconds."""
    return tuple((start, min(end, duration)) for start, end in ranges if start < duration)


def without(ranges: Ranges, known: Ranges) -> Ranges:
    """The seconds of `ranges` that are not in `known`."""
    left: list[tuple[int, int]] = []
    others = deque(union(known))
    for start, end in union(ranges):
        while others and others[0][1] <= start:
            others.popleft()
        while others and others[0][0] < end:
            known_start, known_end = others[0]
            if start < known_start:
                left.append((start, known_start))
            start = min(known_end, end)
            if known_end > end:
                break
            others.popleft()
        if start < end:
            left.append((start, end))
    return tuple(left)


def first(ranges: Ranges, seconds: int) -> Ranges:
    """The earliest `seconds` seconds of sorted, disjoint ranges."""
    taken = []
    for start, end in ranges:
        if seconds <= 0:
            break
        taken.append((start, min(end, start + seconds)))
        seconds -= end - start
    return tuple(taken)


def total(ranges: Ranges) -> int:
    """How many seconds disjoint ranges hold."""
    return sum(end - start for start, end in ranges)


def judge(known: Ranges, reported: Ranges, *, duration: int, allowance: int) -> Judged:
    """Count what a report adds to `known`, but at most `allowance` seconds of it.

    What exceeds the allowance does not count, and its size is told, so that it can be flagged.
    """
    new = without(clipped(union(reported), duration), known)
    counted = first(new, allowance)
    return Judged(union(known, counted), total(counted), total(new) - total(counted))


def watched_percent(ranges: Ranges, duration: int) -> int:
    """Played share of a lecture of `duration` seconds, rounded down; once begun, its closing seconds are forgiven."""
    if not ranges or duration <= 0:
        return 0
    forgiven = min(FORGIVEN_END_SECONDS, duration // 10)
    return total(union(ranges, ((duration - forgiven, duration),))) * 100 // duration


def _pair(text: str) -> tuple[int, int]:
    gap, dash, length = text.partition("-")
    if not dash or not gap or not length or not set(gap + length) <= set(_DIGITS):
        raise FaultyRanges()
    return int(gap, 36), int(length, 36)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if number == 0:
            return digits
