"""Answers that arrive twice, late or out of order: each device numbers what it sends, and a number counts once.

An operation is written "stream.number": the stream is a device's own random word, its numbers only rise. Of each stream
the record remembers the highest number it took, so that a repetition, or an older answer that overtook nothing, is told
from a new one without a log of everything that ever came.
"""

import re

from academy.errors import Invalid

STREAMS = 4
"""Devices remembered for one answer: nobody answers one question from more of them at a time."""
_FORM = re.compile(r"([a-z0-9]{4,26})\.([1-9][0-9]{0,15})")


class FaultyOperation(Invalid):
    """The number of the operation is not in the form that devices write."""

    code = "faulty_operation"
    sentence = "The number of this answer could not be read. Load the page again and choose your answer once more."


def is_known(taken: str, op: str) -> bool:
    """Whether the record took this operation, or a later one of the same device. Raises FaultyOperation."""
    stream, number = _parts(op)
    return _numbers(taken).get(stream, 0) >= number


def with_taken(taken: str, op: str) -> str:
    """What the record remembers once it took `op`: the newest stream last. Raises FaultyOperation."""
    stream, number = _parts(op)
    numbers = _numbers(taken)
    highest = max(number, numbers.pop(stream, 0))
    kept = [*numbers.items(), (stream, highest)][-STREAMS:]
    return " ".join(f"{name}.{most}" for name, most in kept)


def streams(taken: str) -> tuple[str, ...]:
    """The devices whose operations the record took."""
    return tuple(_numbers(taken))


def _parts(op: str) -> tuple[str, int]:
    found = _FORM.fullmatch(op)
    if not found:
        raise FaultyOperation(fields={"op": FaultyOperation.sentence})
    return found[1], int(found[2])


def _numbers(taken: str) -> dict[str, int]:
    return dict(map(_parts, taken.split()))
