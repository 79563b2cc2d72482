"""Tables as agencies send them: in any encoding, cut, merged, with formulas; and workbooks that run nothing."""

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from academy import spreadsheets
from academy.spreadsheets import Sheet, Unreadable, read_sheet, xlsx

CELL = st.text(st.characters(codec="cp1252", exclude_categories=("C",)), max_size=12).map(lambda one: one.strip())
ROWS = st.lists(st.tuples(CELL, CELL, CELL).filter(all), min_size=1, max_size=6)
HEAD = ("Name", "Unit", "E-mail")


def printed(rows: list[tuple[str, ...]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([HEAD, *rows])
    return text.getvalue()


def is_utf_8(content: bytes) -> bool:
    try:
        return bool(content.decode())
    except UnicodeDecodeError:
        return False


@given(ROWS, st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_what_was_written_is_read_whatever_the_program(rows: list[tuple[str, ...]], separator: str, encoding: str):
    text = printed(rows, separator)
    assume(encoding != "cp1252" or text.isascii() or not is_utf_8(text.encode(encoding)))
    found = read_sheet(text.encode(encoding), "roster.csv")
    plain = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    assert (found.head, list(found.rows)) == (HEAD, plain)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Näme;Unit\nCastañeda;“South”\n".encode("cp1252"), "Castañeda"),
        (b"sep=;\r\nName;Unit\r\nO'Neil, Pat;South", "O'Neil, Pat"),
        (b"Roster of November\n\nName,Unit\n=cmd|' /C calc'!A0,South\n", "=cmd|' /C calc'!A0"),
    ],
)
def test_odd_files_are_read(content: bytes, name: str):
    assert read_sheet(content, "roster.csv").rows[0][0] == name


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.booleans(), st.booleans())
def test_rows_keep_the_numbers_that_a_spreadsheet_shows(blank: list[bool], has_title: bool, is_workbook: bool):
    lines = [("Roster of November", ""), ("", "")] * has_title + [("Name", "Unit")]
    lines += [("", "") if one else ("A", "South") for one in blank] + [("B", "North")]
    if is_workbook:
        content = xlsx("Roster", lines[0], lines[1:])
    else:
        text = io.StringIO()
        csv.writer(text).writerows([line if any(line) else [] for line in lines])
        content = text.getvalue().encode()
    found = read_sheet(content, "roster")
    assert [(number, row) for number, row in found.numbered()] == [
        (number, line) for number, line in enumerate(lines, 1) if line[0] in ("A", "B")
    ]


def test_a_table_kept_before_there_were_numbers_counts_from_two():
    assert list(Sheet(("Name",), (("A",), ("B",))).numbered()) == [(2, ("A",)), (3, ("B",))]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Roster\n\nName,Unit,Mail\nA,B,C\nA,B,C\nA,B", "breaks off in line 6"),
        (b"Name,Unit,Mail\nA,B,C\nA,B,C\nA,B", "breaks off in line 4"),
        (b'Name,Unit\nA,B\n"A,B\nA,B\n', "breaks off in line 3"),
        (b"Name,Unit\n", "no rows"),
        (b"", "no rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a locked Excel file"),
        (b"PK\x03\x04 and then nothing", "cut off or damaged"),
        (xlsx("Roster", HEAD, [("A", "B", "C")])[:-200], "cut off or damaged"),
        (b"Name,Unit\n" + b"A,B\n" * 21_000, "more than 20,000 rows"),
        (b"x" * 8_000_001, "larger than 8 MB"),
        (b"a," * 101 + b"a\n" + b"a," * 101 + b"a\n", "too wide"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, says: str):
    with pytest.raises(Unreadable) as refusal:
        read_sheet(content, "roster.csv")
    assert says in refusal.value.sentence


def test_a_workbook_with_a_title_merged_units_formulas_and_numbers():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("Roster",), ("Name", "Unit", "No"), ("A", "South", 40718.0), ("B", None, "=1+1"), ("C", "North", 7.5)):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    book.create_sheet("Other").append(["x"])
    target = io.BytesIO()
    book.save(target)
    found = read_sheet(target.getvalue(), "roster.xlsx")
    assert found.rows == (("A", "South", "40718"), ("B", "South", "=1+1"), ("C", "North", "7.5"))
    assert [words.split()[0] for words in found.notes] == ["Only", "Merged", "The"]


def test_a_bomb_is_told_before_it_is_opened(monkeypatch: pytest.MonkeyPatch):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheets.MOST_UNPACKED + 1))
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(Unreadable, match="too large"):
        read_sheet(target.getvalue(), "roster.xlsx")
    assert openpyxl.DEFUSEDXML


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(["=1+1", "@x", "+1", "http://x.gov"]), st.integers(0, 10**9)), min_size=1))
def test_our_workbooks_hold_texts_and_no_formulas(rows: list[tuple[str, int]]):
    content = xlsx("It's a [roster]", ("Text", "Number"), rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=1) for cell in row} == {"s"}
    assert read_sheet(content, "x.xlsx").rows == tuple((text, str(number)) for text, number in rows)
