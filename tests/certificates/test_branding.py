"""An institution's additions: who signs since when, marks made safe, numbers while they hold. The file is in docs."""

import io
import re
from datetime import date
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from PIL import Image

from academy import settings
from academy.settings import Settings
from certificates.branding import BrandingFault, check
from certificates.branding.file import branded
from certificates.branding.rules import Course, Signatory, StateLine, lines_for, signatory_on
from certificates.document import page, picture, render
from certificates.document.emblem import ArtRefused, monogram, taken_over
from certificates.document.picture import PictureRefused
from certificates.document.stamping_press import new_template
from tests.certificates.certificate_cast import CASTANEDA
from tests.certificates.conftest import ROOT
from tests.certificates.validity import faults

STAR = '<path d="M50 15 L60 40 L40 40 Z" fill="#dccfa9"/>'
FILE = (ROOT / "docs" / "certificate-branding.md").read_text("utf-8").split("```toml")[1].split("```")[0]
RAIN = Course(code="RAIN", version=3, site="Raleigh, NC", completed_on=date(2026, 3, 14))


def svg(inside: str, box: str = "0 0 100 100") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'.encode()


@pytest.fixture
def file(press: None, config: Settings, tmp_path: Path) -> Path:
    made = tmp_path / "branding.toml"
    made.write_text(FILE, "utf-8")
    for name in ("mark.svg", "signature.svg"):
        (tmp_path / name).write_bytes(svg(STAR))
    settings.use(msgspec.structs.replace(config, certificate_branding=str(made)))
    return made


def test_facts_take_what_holds_and_print_and_stamp(file: Path, fonts: Path, tmp_path: Path) -> None:
    facts = branded(CASTANEDA, RAIN)
    assert (facts.signatory_title, facts.site_brand) == ("Director of Training", "Raleigh Police Department")
    assert facts.state_lines == ("NC POST course 2026-0099", "IADLEST NCP 26-0417")
    (tmp_path / "mark.svg").unlink()  # what is frozen stays
    paper = tmp_path / "paper.pdf"
    for made in (render(facts, fonts), new_template(facts, fonts).filled(facts)):
        paper.write_bytes(made)
        assert not faults(paper)
    assert {"art:mark", "NC POST course 2026-0099"} <= set(re.findall("art:mark|NC POST[^<]*", page.html(facts, fonts)))


def png(size: tuple[int, int], color: tuple[int, int, int, int] = (200, 30, 40, 128)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, color).save(out, "PNG")
    return out.getvalue()


def test_a_mark_of_dots_is_archivable_printed_and_stamped(file: Path, fonts: Path, tmp_path: Path) -> None:
    file.write_text(FILE.replace("mark.svg", "mark.png"), "utf-8")
    (tmp_path / "mark.png").write_bytes(png((600, 300)))
    check()
    facts = branded(CASTANEDA, RAIN)
    for made in (render(facts, fonts), new_template(facts, fonts).filled(facts)):
        (tmp_path / "paper.pdf").write_bytes(made)
        assert not faults(tmp_path / "paper.pdf")
        shown = pypdfium2.PdfDocument(made)[0].render(scale=2).to_pil()
        # Half as high as wide: the middle of its square is half red on white, what is above it white.
        assert shown.getpixel((180, 180)) == pytest.approx((227, 142, 147), abs=2)
        assert shown.getpixel((180, 156)) == (255, 255, 255)


@pytest.mark.parametrize("bad", [png((99, 300)), png((4001, 200)), png((200, 200))[:200], b"\x89PNG\r\n\x1a\n"])
def test_a_picture_that_cannot_be_taken_over_is_refused(bad: bytes) -> None:
    with pytest.raises(PictureRefused):
        picture.plain(bad)


def test_without_additions_the_page_is_as_it_was(file: Path, fonts: Path) -> None:
    elsewhere = msgspec.structs.replace(RAIN, site="Austin, TX", code="SNOW")
    facts = branded(CASTANEDA, elsewhere)
    assert (facts.site_brand, facts.state_lines) == ("", ())
    assert not re.search('id="(brand|state)"', page.html(facts, fonts))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Ada Before", "Анна", "cannot print: А а н"),
        ("since = 2025-01-01", 'since = "soon"', "cannot be read"),
        ("until", "untill", "unknown field `untill`"),
        ("mark.svg", "gone.svg", "gone.svg"),
    ],
)
def test_a_fault_says_what_to_correct(old: str, new: str, words: str, file: Path) -> None:
    file.write_text(FILE.replace(old, new), "utf-8")
    with pytest.raises(BrandingFault, match=words):
        branded(CASTANEDA, RAIN)
    with pytest.raises(BrandingFault, match=words):
        check()


def test_signatories_and_lines_hold_by_date() -> None:
    first, second = (Signatory(since=date(year, 1, 1), name=str(year), title="") for year in (2025, 2026))
    own = Signatory(since=date(2024, 1, 1), name="own", title="", design="standard-9")
    signs = [
        signatory_on(day, "standard-1", (second, own, first)) for day in map(date, (2024, 2025, 2027), *[[5] * 3] * 2)
    ]
    assert signs == [None, first, second]
    assert signatory_on(date(2027, 1, 1), "standard-9", (second, own, first)) == own
    ends = StateLine(text="NCP", course="RAIN", version=3, since=date(2026, 3, 14), until=date(2026, 3, 14))
    days = (date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 15))
    held = [lines_for(msgspec.structs.replace(RAIN, completed_on=day), (ends,)) for day in days]
    assert held == [(), ("NCP",), ()]
    assert lines_for(msgspec.structs.replace(RAIN, version=4), (ends,)) == ()


def test_only_shapes_are_taken_over() -> None:
    hostile = f'<script>alert(1)</script><image href="file:///etc/passwd"/><a href="http://x">{STAR}</a><text>x</text>'
    assert taken_over(svg(hostile)) == taken_over(svg(STAR))
    further = STAR.replace("M50 15", "M60 25").replace("60 40", "70 50").replace("L40 40", "L50 50")
    assert taken_over(svg(further, "10 10 100 100")) == taken_over(svg(STAR))


@pytest.mark.parametrize(
    "bad",
    [
        b"no drawing",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(STAR),
        svg("<text>only words</text>"),
        svg(STAR.replace("#dccfa9", "url(#x)")),
        svg(STAR.replace("<path", '<path transform="rotate(9)"')),
        svg(STAR, "0 0 0 9"),
        svg(STAR + " " * 200_000),
    ],
)
def test_what_cannot_be_taken_over_is_refused(bad: bytes) -> None:
    with pytest.raises(ArtRefused):
        taken_over(bad)


@pytest.mark.parametrize("name", ["Raleigh", "City of Raleigh", "Metropolitan Police Department of X", "lower"])
def test_monogram_stays_inside_its_ring(name: str, fonts: Path) -> None:
    letters = monogram(name, fonts).outlines[-1].path
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", letters)]
    assert all((x - 14) ** 2 + (y - 14) ** 2 < 11.4**2 for x, y in points)
