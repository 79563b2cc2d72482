"""Stamped certificates: as valid as printed ones, and nobody can tell them apart by looking or reading."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest

from academy.papers.press import Press
from academy.papers.process import in_print_process
from certificates.document import CannotPrint, CertificateFacts, page, render, render_in_process
from certificates.document.stamping import Template
from certificates.document.stamping_file import Frame, read, stream_of
from certificates.document.stamping_page import BeyondCharset
from certificates.document.stamping_press import new_template, print_or_stamp
from certificates.document.stamping_words import files_of
from tests.certificates.certificate_cast import BACKING, CASTANEDA
from tests.certificates.name_corpus import corpus
from tests.certificates.validity import faults

KINDS = msgspec.structs.replace(CASTANEDA, course_title="Office Filing (Fifth) & the \\Final\\ Affidavit")
PEOPLE = {
    "usual": KINDS,
    "long": msgspec.structs.replace(KINDS, holder_name="Alexandrina Wolfeschlegelstein-Montgomery-Bergen"),
    "short": msgspec.structs.replace(KINDS, holder_name="O"),
    "vietnamese": msgspec.structs.replace(KINDS, holder_name="Nguyễn Thị Phương Thảo"),
    "hawaiian": msgspec.structs.replace(KINDS, holder_name="Kaʻiulani Keʻala", rank_and_agency="Officer · Kauaʻi"),
    "ending": msgspec.structs.replace(KINDS, expires_on=date(2028, 9, 30)),
    "hostile": msgspec.structs.replace(KINDS, holder_name="A (B) \\ <i>C</i> & D"),
}


@pytest.fixture(scope="module")
def template(fonts: Path) -> Template:
    return new_template(KINDS, fonts)


@pytest.fixture(scope="module")
def dated(fonts: Path) -> Template:
    return new_template(PEOPLE["ending"], fonts)


@pytest.mark.parametrize("facts", PEOPLE.values(), ids=PEOPLE.keys())
def test_reads_and_looks_as_printed(
    facts: CertificateFacts, template: Template, dated: Template, fonts: Path, tmp_path: Path
) -> None:
    stamped, printed = (dated if facts.expires_on else template).filled(facts), render(facts, fonts)
    assert said(stamped) == said(printed)
    assert ("Valid through September 30, 2028" in said(stamped)[0]) == bool(facts.expires_on)
    assert b"Standin" not in b"".join(texts(stamped))
    ours, theirs = map(pixels, (stamped, printed))
    # Kerning is rounded to a thousandth of the size, at whichever letter comes first.
    assert abs(ours - theirs).max() < 80
    assert (abs(ours - theirs) > 8).mean() < 0.002
    file = tmp_path / "stamped.pdf"
    file.write_bytes(stamped)
    assert not faults(file)


def pixels(pdf: bytes) -> Any:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_numpy().astype(int)


def said(pdf: bytes) -> tuple[str, dict[str, str], str, list[str]]:
    """All that a file says: its page, its properties, its XMP packet, where its links lead."""
    text = " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded().split())
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert not file.check_pdf_syntax()
        info = {key: str(value) for key, value in file.docinfo.items()}
        links = [str(annotation.get("/Contents", "")) for annotation in file.pages[0].Annots]
        return text, info, file.Root.Metadata.read_bytes().decode(), links


def texts(pdf: bytes) -> Iterator[bytes]:
    for body in read(pdf).objects.values():
        yield stream_of(body)[1] if body.endswith(b"endstream") else body


def test_backed_ones_carry_their_files_and_are_ready_to_be_signed(fonts: Path, tmp_path: Path) -> None:
    stamped = print_or_stamp_twice(KINDS, fonts)
    assert said(stamped) == said(render(KINDS, fonts, BACKING))
    file = tmp_path / "stamped.pdf"
    file.write_bytes(stamped)
    assert not faults(file)
    with pikepdf.open(io.BytesIO(stamped)) as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        assert files["credential.json"] == BACKING.credential
        assert files["log-entry.tlog-proof"] == BACKING.log_proof
        assert len(pdf.Root.AcroForm.Fields) == 1


def print_or_stamp_twice(facts: CertificateFacts, fonts: Path) -> bytes:
    first, second = print_or_stamp(facts, fonts, BACKING), print_or_stamp(facts, fonts, BACKING)
    assert first == render(facts, fonts, BACKING)
    assert second != first
    return second


async def test_another_process_stamps_the_same_bytes_whatever_came_before(template: Template, fonts: Path) -> None:
    for one in corpus(12):
        template.filled(page.composed(msgspec.structs.replace(KINDS, holder_name=one.holder_name)))
    assert await in_print_process(stamped_first, KINDS, fonts) == template.filled(KINDS)


def stamped_first(facts: CertificateFacts, fonts: Path) -> bytes:
    return new_template(facts, fonts).filled(facts)


def test_letters_beyond_the_template_take_the_press(template: Template, fonts: Path) -> None:
    abroad = msgspec.structs.replace(KINDS, rank_and_agency="Sở Cảnh sát Thành phố")
    with pytest.raises(BeyondCharset):
        template.filled(abroad)
    for _ in range(3):
        assert print_or_stamp(abroad, fonts) == render(abroad, fonts)


async def test_the_second_of_a_kind_is_stamped(fonts: Path, template: Template) -> None:
    kind = msgspec.structs.replace(KINDS, version="7")
    first, second = [await render_in_process(kind, fonts) for _ in range(2)]
    assert first == render(kind, fonts)
    assert second == new_template(kind, fonts).filled(kind)
    with pytest.raises(CannotPrint):
        await render_in_process(msgspec.structs.replace(kind, holder_name="محمد"), fonts)


def test_attached_files_are_exchanged_byte_by_byte(fonts: Path, tmp_path: Path) -> None:
    old = tmp_path / "credential.json"
    old.write_bytes(b"{}")
    html = f'<html lang="en"><title>Paper</title><link rel="attachment" href="{old.as_uri()}"><p>Text</p>'
    printed = read(Press("", tmp_path, own_fonts_only=False).print_pages(html))
    (place,) = files_of(printed.objects).values()
    content = bytes(range(256)) * 5
    made = AttachedFile("credential.json", content, datetime(2026, 3, 14, 12, 5, tzinfo=timezone(timedelta(hours=-5))))
    with pikepdf.open(io.BytesIO(Frame(printed, {place.number}).filled({place.number: place.filled(made)}))) as pdf:
        file = pdf.attachments["credential.json"].get_file()
        assert file.read_bytes() == content
        assert (file.size, file.md5) == (len(content), hashlib.md5(content).digest())
        assert str(file.creation_date) == str(file.mod_date) == "2026-03-14 17:05:00+00:00"


class AttachedFile(msgspec.Struct, frozen=True):
    """What an attachment is to stamping."""

    name: str
    content: bytes
    made_at: datetime
