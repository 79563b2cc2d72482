"""Notes to oneself: what becomes of a note that was written in two windows. Nobody but its writer ever reads one."""

LONGEST = 4000
"""Letters in a note: two printed pages."""


def settled(kept: str, typed: str) -> str:
    """One note of two that did not know of each other, without losing a word: `kept` is on record, `typed` came later.

    Settling the same pair again changes nothing.
    """
    if kept.strip() in typed:
        return typed
    if typed.strip() in kept:
        return kept
    return f"{kept.rstrip()}\n\n{typed.lstrip()}"
