"""What a question is answered with, as its author types it line by line; each reader has a printer that it reads back.

matching    a wet shirt = paper, once dry        one more to choose from:  = a plastic bag
ordering    one line for each step, in the right order
text        potential association                in part:  association | 400      in any order:  a b | any order
regions     * 0 0 500 400 | the doorway          the star is the right place; left, top, width, height
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from courses.content.model import Accept, Choice, Pair, Region

T = TypeVar("T")
LETTERS = "abcdefghijkl"
_ANY_ORDER = "any order"


def lines(typed: str) -> list[str]:
    """What is written, without empty lines."""
    return [line.strip() for line in typed.split("\n") if line.strip()]


def read_steps(typed: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=letter, body=line) for letter, line in _lettered(lines(typed)))


def read_pairs(typed: str) -> tuple[Pair, ...]:
    """Raises ValueError for a line without an equals sign."""
    return tuple(Pair(key=letter, left=left, right=right) for letter, (left, right) in _lettered(_halves(typed)))


def _halves(typed: str) -> list[tuple[str, str]]:
    found = []
    for line in lines(typed):
        left, sign, right = (part.strip() for part in line.partition("="))
        if not sign or not right:
            raise ValueError(line)
        found.append((left, right))
    return found


def read_accepts(typed: str) -> tuple[Accept, ...]:
    """Raises ValueError for what stands behind a bar and is neither thousandths nor "any order"."""
    return tuple(_accept(line) for line in lines(typed))


def _accept(line: str) -> Accept:
    text, *marks = (part.strip() for part in line.split("|"))
    numbers = [int(mark) for mark in marks if mark != _ANY_ORDER]
    if not text or len(numbers) > 1 or any(not 1 <= number <= 1000 for number in numbers):
        raise ValueError(line)
    return Accept(text=text, per_mille=numbers[0] if numbers else 1000, any_order=_ANY_ORDER in marks)


def read_regions(typed: str) -> tuple[Region, ...]:
    """Raises ValueError for a line that is not numbers, a bar, and where it is."""
    return tuple(_region(letter, line) for letter, line in _lettered(lines(typed)))


def _region(letter: str, line: str) -> Region:
    numbers, bar, body = (part.strip() for part in line.partition("|"))
    shape = tuple(int(number) for number in numbers.removeprefix("*").split())
    if not bar or not body or len(shape) < 4 or any(not 0 <= number <= 1000 for number in shape):
        raise ValueError(line)
    return Region(key=letter, body=body, shape=shape, correct=numbers.startswith("*"))


def _lettered(rows: Sequence[T]) -> Iterable[tuple[str, T]]:
    """Each row with its key. Raises ValueError for more rows than letters."""
    if len(rows) > len(LETTERS):
        raise ValueError(f"{len(rows)} lines")
    return zip(LETTERS, rows, strict=False)


def typed_pairs(pairs: Iterable[Pair]) -> str:
    return "\n".join(f"{pair.left} = {pair.right}".strip() for pair in pairs)


def typed_accepts(accepts: Iterable[Accept]) -> str:
    return "\n".join(
        " | ".join(
            (form.text, *((str(form.per_mille),) if form.per_mille < 1000 else ()), *((_ANY_ORDER,) * form.any_order))
        )
        for form in accepts
    )


def typed_regions(regions: Iterable[Region]) -> str:
    return "\n".join(
        f"{'* ' if region.correct else ''}{' '.join(map(str, region.shape))} | {region.body}" for region in regions
    )
