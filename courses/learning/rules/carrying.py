"""What a learner keeps when a newer version of the course takes the place of the one begun."""

from collections.abc import Mapping

import msgspec


class Carried(msgspec.Struct, frozen=True):
    """Lesson keys by what becomes of them: done and kept, done but changed, not in the old version."""

    kept: tuple[str, ...]
    again: tuple[str, ...]
    added: tuple[str, ...]


def carry(done: frozenset[str], *, old: Mapping[str, str], new: Mapping[str, str]) -> Carried:
    """Compare two versions, each as lesson key -> fingerprint of everything that lesson teaches and asks.

    A done lesson is kept only where its fingerprint is the same: the record must say what was really taught.
    """
    kept = tuple(key for key in new if key in done and old.get(key) == new[key])
    again = tuple(key for key in new if key in done and key in old and old[key] != new[key])
    added = tuple(key for key in new if key not in old)
    return Carried(kept, again, added)
