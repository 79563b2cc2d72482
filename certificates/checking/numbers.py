"""From a pasted list or a spreadsheet to the numbers in it."""

import csv
from collections import Counter
from collections.abc import Sequence

import msgspec

from academy.codes import read_serial
from academy.errors import Invalid
from media.rules.captions.decoding import LOST, decoded

MOST = 500
_DELIMITERS = "\t;,"
_LONGEST_CELL = 80


class Asked(msgspec.Struct, frozen=True):
    """One thing to check: `number` as it was written or found, "" for a file without one; of a file name and digest."""

    number: str
    file: str = ""
    sha256: str = ""


class NotAList(Invalid):
    """What was sent cannot be checked as it is; `sentence` says what to do."""

    code = "not_a_list"


def read_text(data: bytes) -> str:
    """The text of a file in whichever encoding spreadsheets write. Raises NotAList."""
    text = decoded(data)
    if LOST in text or "\0" in text:
        raise NotAList("We cannot read this file as text. Save it again as CSV (UTF-8), then send that one.")
    return text


def read_list(text: str) -> tuple[Asked, ...]:
    """The numbers of a list: one in each line, or one column of a table, with or without a line of heads.

    A cell that should hold a number and does not is kept as it is, so that it is reported. Raises NotAList.
    """
    rows = [row for row in csv.reader(text.splitlines(), delimiter=_delimiter(text)) if any(map(str.strip, row))]
    column = _column(rows)
    cells = [cell.strip()[:_LONGEST_CELL] for row in rows for cell in _cells(row, column)]
    if cells and _is_head(cells):
        cells = cells[1:]
    return limited(tuple(Asked(cell) for cell in cells if cell))


def limited(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The same, if there is something and not too much of it. Raises NotAList."""
    if not asked:
        raise NotAList("There is no certificate number in it. Paste numbers, one a line, or choose a file.")
    if len(asked) > MOST:
        raise NotAList(f"That is {len(asked)} numbers. Check up to {MOST} at a time: send them in parts.")
    return asked


def _delimiter(text: str) -> str:
    counted = Counter(character for character in text if character in _DELIMITERS)
    return counted.most_common(1)[0][0] if counted else ","


def _column(rows: Sequence[Sequence[str]]) -> int:
    """The column in which most cells are numbers of ours; the first where none is."""
    found = Counter(place for row in rows for place, cell in enumerate(row) if read_serial(cell))
    return found.most_common(1)[0][0] if found else 0


def _cells(row: Sequence[str], column: int) -> Sequence[str]:
    """What a line asks: all numbers in it, else what stands where the others have theirs."""
    numbers = [cell for cell in row if read_serial(cell)]
    return numbers or row[column : column + 1]


def _is_head(cells: Sequence[str]) -> bool:
    """A first line without a digit, which is no number by chance, above lines with numbers."""
    return not any(map(str.isdigit, cells[0])) and not read_serial(cells[0]) and any(map(read_serial, cells[1:]))
