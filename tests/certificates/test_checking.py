"""Many certificates at once: lists however they are written, ZIPs however they are made."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.codes import new_serial, read_serial
from certificates.checking import papers
from certificates.checking.numbers import MOST, NotAList, read_list, read_text
from certificates.checking.papers import in_pdf, in_zip
from tests.certificates.certificate_cast import CASTANEDA

SERIALS = st.binary(min_size=10, max_size=10).map(lambda drawn: _serial(drawn)).filter(bool)
NUMBER = CASTANEDA.serial


def _serial(drawn: bytes) -> str:
    more = iter(range(256))
    return new_serial(lambda count: drawn[:9] + bytes([(drawn[9] + next(more)) % 256]))


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file


@given(st.lists(SERIALS, min_size=1, max_size=20), st.sampled_from(["\n", "\r\n", ",", ";", "\t", ", "]))
def test_numbers_are_found_in_any_plain_list(serials: list[str], between: str) -> None:
    assert [read_serial(one.number) for one in read_list(between.join(serials))] == serials


@given(st.lists(SERIALS, min_size=2, max_size=9), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_numbers_are_found_in_the_column_of_a_table(serials: list[str], comma: str, has_head: bool) -> None:
    head = [["Officer", "Certificate no.", "Hours"]] if has_head else []
    rows = [*head, *(["Lee", one.lower(), "8"] for one in serials), ["Kim", "V799-typo", "8"]]
    asked = [one.number for one in read_list("\n".join(comma.join(row) for row in rows))]
    assert asked == [*(one.lower() for one in serials), "V799-typo"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_lists_are_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = f"Officer;Number\nMüller;{NUMBER}\nLœwe;{NUMBER}"
    assert [one.number for one in read_list(read_text(text.encode(encoding)))] == [NUMBER, NUMBER]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8\x00", b"\x81\x8d\x00" * 9, b"\xef\xbb\xbf\xff\xff"])
def test_a_broken_encoding_is_one_clear_sentence(data: bytes) -> None:
    with pytest.raises(NotAList, match="Save it again as CSV"):
        read_text(data)


@pytest.mark.parametrize(("text", "words"), [("", "no certificate number"), ("\n", "no cert"), ("x\n" * 501, "501")])
def test_nothing_and_too_much_are_refused(text: str, words: str) -> None:
    with pytest.raises(NotAList, match=words):
        read_list(text)
    assert len(read_list("x\n" * MOST)) == MOST


def test_a_number_is_found_where_a_pdf_holds_it() -> None:
    deflated = b"%PDF-1.7 1 0 obj stream\r\n" + zlib.compress(b'{"id": "' + NUMBER.encode() + b'"}') + b"\nendstream"
    plain = b"%PDF-1.7 /URI (https://academy.example/V/" + NUMBER.encode() + b")"
    assert {in_pdf(content, "x.pdf").number for content in (deflated, plain)} == {NUMBER}
    wrong = plain.replace(b"V799", b"V798")
    assert [in_pdf(content, "x").number for content in (wrong, NUMBER.encode(), b"%PDF-1.7 stream\n\x00")] == [""] * 3


def test_every_file_of_a_zip_is_asked_but_not_what_file_managers_add() -> None:
    paper = b"%PDF-1.7 " + NUMBER.encode()
    found = in_zip(packed({"a/lee.pdf": paper, "__MACOSX/a/._lee.pdf": b"x", ".DS_Store": b"x", "notes.txt": b"x"}))
    assert [(one.file, one.number) for one in found] == [("a/lee.pdf", NUMBER), ("notes.txt", "")]


def bombs() -> dict[str, tuple[io.BytesIO, str]]:
    small = packed({"a.pdf": b"%PDF-1.7"}, zipfile.ZIP_STORED).getvalue()
    many = packed({f"{number}.pdf": b"" for number in range(MOST + 1)})
    encrypted = small.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    crowded = io.BytesIO(small[:-10] + (2_000_000).to_bytes(4, "little") + small[-6:])
    large = io.BytesIO(small[:-22] + b"PK\x06\x07" + bytes(16) + small[-22:])
    return {
        "one that grows a thousandfold": (packed({"bomb.pdf": bytes(4_000_000)}), "bomb.pdf is too large"),
        "one large file": (packed({"film.pdf": bytes(papers.PAPER_BYTES + 1)}, zipfile.ZIP_STORED), "film.pdf is too"),
        "too many files": (many, "501 numbers"),
        "a crowded directory": (crowded, "very many files"),
        "a directory of the large kind": (large, "cannot be opened"),
        "a slow compression": (packed({"a.pdf": b"%PDF"}, zipfile.ZIP_LZMA), "cannot be opened"),
        "a password": (io.BytesIO(encrypted), "without a password"),
        "a cut end": (io.BytesIO(small[:-4]), "cannot be opened"),
        "a changed byte": (io.BytesIO(small.replace(b"%PDF-1.7", b"%PDF-1.8")), "cannot be opened"),
    }


@pytest.mark.parametrize("name", bombs())
def test_zips_that_would_cost_too_much_are_refused(name: str) -> None:
    file, words = bombs()[name]
    with pytest.raises(NotAList, match=words):
        in_zip(file)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_file_is_a_fault(noise: bytes, place: int) -> None:
    small = packed({"a.pdf": b"%PDF-1.7 " + NUMBER.encode()}).getvalue()
    for content in (noise, small[:place] + noise[:3] + small[place + 3 :]):
        try:
            in_zip(io.BytesIO(content))
        except NotAList:
            continue
    assert in_pdf(b"%PDF-1.7 stream\n" + noise, "x").number == ""
