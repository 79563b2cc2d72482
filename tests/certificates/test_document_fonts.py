"""The faces: which letters they hold, and that making them twice costs nothing."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from certificates.document import build_fonts, fits, missing_glyphs
from certificates.document.fonts import FACES, NAME, width
from tests.certificates.conftest import ROOT


@pytest.mark.parametrize(
    "name",
    ["Łukasz Żółkiewski", "Nguyễn Thị Phương", "Nguye\u0302\u0303n", "O’Brien-Ñandú", "Ștefan İpek", "Kaʻiulani"],
)
def test_latin_names_of_the_world_can_be_printed(name: str, fonts: Path) -> None:
    assert missing_glyphs(name, fonts) == set()


@pytest.mark.parametrize("name", ["محمد", "中村", "Анна", "Ann 😀", "Ann\n"])
def test_letters_nobody_has_are_named(name: str, fonts: Path) -> None:
    assert missing_glyphs(f"Maria {name}", fonts) == set(name) - set("Ann ")


def test_second_making_touches_nothing(fonts: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in fonts.iterdir()}
    build_fonts(ROOT / "academy" / "web" / "ui" / "node_modules", fonts)
    assert {path: path.stat().st_mtime_ns for path in fonts.iterdir()} == before


def test_no_face_tells_when_it_was_made(fonts: Path) -> None:
    """Two machines that make the faces make the same bytes, and so the same certificates."""
    modules = ROOT / "academy" / "web" / "ui" / "node_modules"
    for face in FACES:
        source = TTFont(modules / face.source.format("latin"))["head"].created
        head = TTFont(fonts / face.file)["head"]
        assert (head.created, head.modified) == (source, source)


def test_missing_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="@fontsource"):
        build_fonts(tmp_path, tmp_path / "fonts")


def test_sixty_letters_fit_and_a_hundred_do_not(fonts: Path) -> None:
    assert fits("Alexandrina Maximiliana Wolfeschlegelstein-Montgomery-Bergen", fonts)
    assert not fits("W" * 100, fonts)


@given(left=st.text("abcÑŁễ -", max_size=30), right=st.text("abcÑŁễ -", max_size=30), size=st.floats(6, 48))
def test_widths_add_up(left: str, right: str, size: float, fonts: Path) -> None:
    whole = width(left + right, NAME, size, fonts)
    assert whole == pytest.approx(width(left, NAME, size, fonts) + width(right, NAME, size, fonts))
