"""The printed certificate: valid to the archivist and the screen reader, complete, on one page, always the same."""

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
import weasyprint

from academy.papers.press import Press
from academy.papers.process import in_print_process
from certificates.document import CannotPrint, CertificateFacts, page, render, render_in_process
from certificates.document.art import RecordedArt
from tests.certificates.certificate_cast import BACKING, CASTANEDA
from tests.certificates.validity import faults

LONG = msgspec.structs.replace(
    CASTANEDA,
    holder_name="Alexandrina Maximiliana Wolfeschlegelstein-Montgomery-Bergen",
    course_title="Tracing, Ballistic Imaging and the Timely Investigation of Crime Guns Across Jurisdictions",
)
VIETNAMESE = msgspec.structs.replace(CASTANEDA, holder_name="Nguyễn Thị Phương Thảo", percent=92)
POLISH = msgspec.structs.replace(CASTANEDA, holder_name="Łukasz Żółkiewski", categories=())
BARE = msgspec.structs.replace(CASTANEDA, rank_and_agency="", site_name="")
HOSTILE = msgspec.structs.replace(CASTANEDA, holder_name='<img src="file:///etc/hostname">', site_name="</p><h1>&amp;")
CASES = {"usual": CASTANEDA, "long": LONG, "vietnamese": VIETNAMESE, "polish": POLISH, "bare": BARE, "hostile": HOSTILE}
EVERY = pytest.mark.parametrize("facts", CASES.values(), ids=CASES.keys())


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    return (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))


@EVERY
def test_archivable_and_accessible(facts: CertificateFacts, fonts: Path, tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render(facts, fonts, BACKING))
    assert not faults(file)


def in_reading_order(facts: CertificateFacts) -> tuple[str, ...]:
    return (
        "VIRTUAL TRAINING ACADEMY FOR LAW ENFORCEMENT",
        "Certificate of Completion",
        "This certifies that",
        facts.holder_name,
        facts.rank_and_agency,
        facts.course_title,
        "INSTRUCTION 1 h 35 min",
        "COMPLETED March 14, 2026",
        "COURSE VERSION 3",
        "FINAL ASSESSMENT Passed",
        "Eleanor M. Whitfield",
        "Issued March 14, 2026 by PSP Academy",
        facts.site_name,
        "VERIFY",
        facts.serial,
        "academy.example/V",
        "Course tracing-and-nibin",
        "Not evidence of CJIS",
        f"Training record sha256 {BACKING.digest[:8]} {BACKING.digest[8:16]}",
        "log entry 1000",
    )


@EVERY
def test_reads_in_order_and_in_whole_words(facts: CertificateFacts, fonts: Path) -> None:
    text = text_of(render(facts, fonts, BACKING))
    at = 0
    for part in in_reading_order(facts):
        assert part in text[at:]
        at = text.index(part, at) + len(part)


def test_carries_its_credential_and_the_proof_that_it_was_logged_each_once(fonts: Path) -> None:
    with pikepdf.open(io.BytesIO(render(CASTANEDA, fonts, BACKING))) as pdf:
        assert [(str(file.UF), str(file.AFRelationship), str(file.EF.F.Subtype)) for file in pdf.Root.AF] == [
            ("credential.json", "/Data", "/application/vc+ld+json"),
            ("log-entry.json", "/Data", "/application/json"),
            ("log-entry.tlog-proof", "/Data", "/text/plain"),
        ]
        inside = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert list(inside.values()) == [BACKING.credential, BACKING.log_entry, BACKING.log_proof]


def test_pictures_say_what_they_show(fonts: Path) -> None:
    with pikepdf.open(io.BytesIO(render(CASTANEDA, fonts))) as pdf:
        figures = (item for item in dictionaries(pdf) if item.get("/S") == "/Figure")
        assert [str(figure.Alt) for figure in figures] == [
            "PSP Academy",
            "Seal of PSP Academy: official training record",
            "QR code of the page that verifies this certificate",
        ]


def test_only_the_academys_faces_are_used(fonts: Path) -> None:
    with pikepdf.open(io.BytesIO(render(VIETNAMESE, fonts))) as pdf:
        names = {str(item.BaseFont) for item in dictionaries(pdf) if "/BaseFont" in item}
    assert names
    assert all("+Academy-" in name for name in names)


async def test_another_process_prints_the_same_bytes(fonts: Path) -> None:
    assert await in_print_process(render, CASTANEDA, fonts, BACKING) == render(CASTANEDA, fonts, BACKING)


async def test_letters_without_a_glyph_are_refused_across_processes(fonts: Path) -> None:
    with pytest.raises(CannotPrint) as refusal:
        await render_in_process(msgspec.structs.replace(CASTANEDA, holder_name="محمد Ali"), fonts)
    assert refusal.value.facts == {"letters": "".join(sorted(set("محمد")))}


def test_a_page_read_strictly_is_the_page_that_a_browser_would_read() -> None:
    press = Press("p { color: navy } h1::before { content: 'A ' }", page.DESIGNS, own_fonts_only=False)
    html = '<html lang="en"><head><meta name="author" content="A&amp;B"/><title>Ñ &lt; 2</title></head>'
    html += "<body><h1>One<br/>two</h1>\n<p title='&quot;'>Ông &amp; &#39;Lê&#39;</p></body></html>"
    assert press.print_page(html, {}) == press.print_pages(f"<!doctype html>\n{html}")


def test_no_name_breaks_the_page(fonts: Path) -> None:
    """Signs of markup are printed as they are; what XML has no word for is refused like any letter without a glyph."""
    for odd in ("]]>", "<b>&amp;", "'\""):
        assert render(msgspec.structs.replace(CASTANEDA, holder_name=f"Maria {odd} Lee"), fonts).startswith(b"%PDF")
    for odd in ("\x01", "\x0b", "\ufffe"):
        with pytest.raises(CannotPrint):
            render(msgspec.structs.replace(CASTANEDA, holder_name=f"Maria {odd} Lee"), fonts)


@pytest.mark.parametrize("name", ["seal", "corner", "frame"])
def test_recorded_art_looks_like_the_svg(name: str) -> None:
    drawing = page.plates("standard-1")[name]
    size = f"@page {{ size: {drawing.width}pt {drawing.height}pt; margin: 0 }} body {{ margin: 0 }}"
    size += f" img {{ display: block; width: {drawing.width}pt }}"
    markup = '<html lang="en"><head><title>Art</title></head><body><img alt="Art" src="{}"/></body></html>'
    recorded = Press(size, page.DESIGNS, own_fonts_only=True).print_page(
        markup.format("art:it"), {"it": RecordedArt("it", drawing)}
    )
    source = (page.DESIGNS / "standard-1" / f"{name}.svg").as_uri()
    plain = weasyprint.HTML(string=markup.format(source)).write_pdf(stylesheets=[weasyprint.CSS(string=size)])
    assert difference(recorded, plain) < 0.01  # the two round hairlines differently


def difference(one: bytes, other: bytes) -> float:
    """The mean difference of two pages' pixels at 144 dpi, from 0 to 1."""
    first, second = (pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_numpy().astype(int) for pdf in (one, other))
    assert first.shape == second.shape
    assert first.std() > 10
    return float(abs(first - second).mean() / 255)
