"""Spreadsheets from outside, read as text, and XLSX files of ours: the only importer of openpyxl and xlsxwriter.

What people send was saved by many programs: CSV in four encodings and three separators, XLSX with titles, merged cells
and formulas. Nothing is computed: a formula is the text that stands in its cell.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

import msgspec
import openpyxl
import xlsxwriter
from openpyxl.utils import range_boundaries

from academy.errors import Invalid

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELLS = 600_000
LONGEST_CELL = 1_000
MOST_BYTES = 8_000_000
MOST_UNPACKED = 80_000_000
"""Bytes of an XLSX when unpacked, as its own directory says; Python unpacks no more than that says."""
_MOST_PARTS = 500
_BLANK_ROWS = 2_000
"""So many blank rows in a row are the end of the sheet: programs format rows far below what is written."""

Cells = tuple[str, ...]
Numbered = tuple[int, Cells]
"""A row and its number in the file, as spreadsheets show it: blank rows and titles count."""


class Unreadable(Invalid):
    """The file is no table we can read, or too large for one."""

    code = "unreadable_table"


class Sheet(msgspec.Struct, frozen=True):
    """A table: one head, then rows as wide as the head. `notes`: how it was read, in sentences.

    numbers: those of the rows, as a spreadsheet shows them; none in a table kept before they were: from 2 on.
    """

    head: Cells
    rows: tuple[Cells, ...]
    notes: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    def numbered(self) -> Iterator[Numbered]:
        """Each row with its number in the file."""
        return zip(self.numbers or range(2, 2 + len(self.rows)), self.rows, strict=True)


def read_sheet(content: bytes, file_name: str, *, most_rows: int = MOST_ROWS) -> Sheet:
    """The table in a CSV or XLSX file; raises Unreadable with a sentence that says what to do."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Send fewer rows at a time.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "This is an old or a locked Excel file. Open it, save it as XLSX without a password, send that."
        )
    if content.startswith(b"PK"):
        rows, notes = _in_xlsx(content, most_rows)
    else:
        rows, notes = _in_csv(content, most_rows)
    return _sheet(rows, notes, file_name)


def _sheet(rows: list[Numbered], notes: list[str], file_name: str) -> Sheet:
    numbers = [number for number, _ in rows]
    filled = [tuple(" ".join(cell.split())[:LONGEST_CELL] for cell in row) for _, row in rows]
    while filled and _is_title(filled):
        notes.append(f"The line “{next(cell for cell in filled[0] if cell)}” above the table was left out.")
        del filled[0], numbers[0]
    if len(filled) < 2:
        raise Unreadable(f"“{file_name}” has no rows below its column names. Check that it is the file you meant.")
    width = max(map(len, filled))
    if width > MOST_COLUMNS or width * len(filled) > MOST_CELLS:
        raise Unreadable("This table is too wide. Keep only the columns of the roster, then send it again.")
    body = tuple(row + ("",) * (width - len(row)) for row in filled[1:])
    return Sheet(_named(filled[0], width), body, tuple(notes), tuple(numbers[1:]))


def _is_title(rows: Sequence[Cells]) -> bool:
    """A first line with one cell above lines with more."""
    return sum(map(bool, rows[0])) == 1 and any(sum(map(bool, row)) > 1 for row in rows[1:6])


def _named(head: Cells, width: int) -> Cells:
    """Column names, each different, none empty."""
    named: list[str] = []
    for number in range(width):
        name = (head[number] if number < len(head) else "") or f"Column {number + 1}"
        named.append(f"{name} ({number + 1})" if name in named else name)
    return tuple(named)


def _in_csv(content: bytes, most_rows: int) -> tuple[list[Numbered], list[str]]:
    text, encoding = _decoded(content)
    separator, text = _separator(text)
    rows: list[Numbered] = []
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            rows += [(number, tuple(row))] if any(cell.strip() for cell in row) else []
            _not_more(rows, most_rows)
    except csv.Error as fault:
        raise _cut_off_in(number + 1) from fault
    whole = {len(row) for _, row in rows[:-1] if len(row) > 1}  # a title has one cell
    if len(rows) > 2 and not text.endswith(("\n", "\r")) and len(whole) == 1 and len(rows[-1][1]) < max(whole):
        raise _cut_off_in(rows[-1][0])
    told = {",": "commas", ";": "semicolons", "\t": "tabs"}[separator]
    return rows, [f"Read as {encoding}, columns parted by {told}."]


def _cut_off_in(number: int) -> Unreadable:
    return Unreadable(f"This file ends or breaks off in line {number}. Save it once more from your program, send that.")


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; Windows-1252 is what American spreadsheets mean when they say nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = [("utf-16", "UTF-16")]
    elif content[:200].count(0) * 3 >= len(content[:200]) > 0:
        tries = [("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "UTF-16")]
    else:
        tries = [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, name in tries:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise Unreadable("This is no CSV or XLSX file, or it was cut off. Save the roster as one of these, send that.")


def _separator(text: str) -> tuple[str, str]:
    """What parts the columns, and the text without the line in which Excel says so."""
    if match := re.match(r"sep=([,;\t])\r?\n", text):
        return match[1], text[match.end() :]
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:20] if line.strip()]
    # The head has no addresses or names in it, so it counts before the lines below.
    return max((",", ";", "\t"), key=lambda one: (lines[0].count(one) if lines else 0, _least(lines, one))), text


def _least(lines: Sequence[str], mark: str) -> int:
    return min((line.count(mark) for line in lines), default=0)


def _not_more(rows: Sequence[object], most_rows: int) -> None:
    if len(rows) > most_rows + 10:
        raise Unreadable(f"This file has more than {most_rows:,} rows. Send it in parts.")


def _in_xlsx(content: bytes, most_rows: int) -> tuple[list[Numbered], list[str]]:
    _check_parts(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        if not sheets:
            raise Unreadable(
                "This workbook has no sheet that can be seen. Show the roster's sheet, save, send it again."
            )
        rows = _merged(_rows(sheets[0], most_rows), _merges(content, sheets[0]._worksheet_path))
        notes = [f"Only the sheet “{sheets[0].title}” was read."] if len(sheets) > 1 else []
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile, OSError) as fault:
        raise _damaged() from fault
    merged, fills = rows
    written = [(number, row) for number, row in enumerate(merged, 1) if any(row)]
    return written, notes + (["Merged cells: each row has their value."] if fills else [])


def _damaged() -> Unreadable:
    return Unreadable("This XLSX file is cut off or damaged. Open it, save it once more, send that.")


def _check_parts(content: bytes) -> None:
    """A ZIP bomb is told by the directory it has to have."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError) as fault:
        raise _damaged() from fault
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise Unreadable("This workbook is too large. Copy the roster's sheet into a new one, send that.")


def _rows(sheet: Any, most_rows: int) -> list[Cells]:
    rows: list[Cells] = []
    filled, blank = 0, 0
    for values in sheet.iter_rows(values_only=True):
        row = tuple(_text(value) for value in islice(values, MOST_COLUMNS + 1))
        filled, blank = (filled + 1, 0) if any(row) else (filled, blank + 1)
        if blank > _BLANK_ROWS:
            break
        _not_more(range(filled), most_rows)
        rows.append(row)
    return rows


def _text(value: object) -> str:
    """A cell as people read it: numbers without decimals that say nothing, days as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _merges(content: bytes, part: str) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row (from 1) of what is merged downward."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read(part)
    for found in re.finditer(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"', xml):
        left, top, _, bottom = (int(one or 0) for one in range_boundaries(found[1].decode()))
        if bottom > top and left <= MOST_COLUMNS:
            yield left, top, bottom


def _merged(rows: list[Cells], merges: Iterable[tuple[int, int, int]]) -> tuple[list[Cells], int]:
    """The rows with the value of merged cells in each of them, and how many cells that filled."""
    grid, filled = [list(row) for row in rows], 0
    for column, first, last in merges:
        for number in range(first, min(last, len(grid))):
            if len(grid[first - 1]) >= column and any(grid[number]):
                grid[number] += [""] * (column - len(grid[number]))
                grid[number][column - 1] = grid[first - 1][column - 1]
                filled += 1
    return [tuple(row) for row in grid], filled


def xlsx(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet called `name`; texts stay texts, whatever they begin with."""
    target = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, {"in_memory": True, **never})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(head) - 1, 0), 22)
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, day)
    book.close()
    return target.getvalue()


def _write(sheet: Any, place: tuple[int, int], value: object, day: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*place, value, day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(*place, value)
    elif value is not None:
        sheet.write_string(*place, str(value)[:32_000])
