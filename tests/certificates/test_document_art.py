"""Line art: stored, redrawn and traced without loss."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.document import page, qr
from certificates.document.drawing import Drawing, Outline, from_svg, to_operators, to_svg
from certificates.document.engraving.standard_1 import plates

points = st.tuples(st.integers(-900, 900), st.integers(-900, 900)).map(lambda p: f"{p[0] / 10:g} {p[1] / 10:g}")
paths = st.lists(points, min_size=2, max_size=6).map(lambda at: "M " + " L ".join(at) + " Z")
colors = st.integers(0, 0xFFFFFF).map(lambda color: f"#{color:06x}")
inks = st.one_of(st.tuples(colors, st.just("")), st.tuples(st.just(""), colors), st.tuples(colors, colors))
outlines = st.builds(
    lambda path, ink, hole: Outline(path, fill=ink[0], stroke=ink[1], even_odd=hole), paths, inks, st.booleans()
)
drawings = st.builds(Drawing, st.just(792.0), st.just(612.5), st.lists(outlines, max_size=4).map(tuple))
matrices = st.integers(1, 12).flatmap(lambda n: st.lists(st.binary(min_size=n, max_size=n), min_size=1, max_size=12))


@given(drawings)
def test_svg_round_trip(drawing: Drawing) -> None:
    assert from_svg(to_svg(drawing)) == drawing


def test_operators_paint_what_the_outline_says() -> None:
    ring = Outline("M 0 0 L 9 0 L 9 9 Z", fill="#ff0000", stroke="#000000", width=0.5, even_odd=True)
    assert to_operators(Drawing(9, 9, (ring,))) == b"1 0 0 rg\n0 0 0 RG 0.5 w 1 j\n0 0 m\n9 0 l\n9 9 l\nh\nB*"


@given(matrices)
def test_traced_symbol_covers_exactly_the_dark_modules(matrix: list[bytes]) -> None:
    rows = [bytes(value % 2 for value in row) for row in matrix]
    loops = list(qr.outlines(rows))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            assert crossings(loops, x, y) % 2 == dark


def crossings(loops: list[list[qr.Corner]], x: int, y: int) -> int:
    """How many upright borders lie to the right of a module's middle: odd means inside."""
    borders = ((a, b) for loop in loops for a, b in zip(loop, loop[1:] + loop[:1], strict=True))
    return sum(a[0] == b[0] > x and min(a[1], b[1]) <= y < max(a[1], b[1]) for a, b in borders)


def test_address_of_usual_length_makes_a_small_symbol() -> None:
    symbol = qr.symbol("https://verify.pspacademy.example/V/V799-BEW8-9T9A-W0P0-7Q")
    assert symbol.width == 33 + 2 * qr.QUIET_ZONE  # version 4: modules of 0.74 mm, readable from a photocopy


def test_host_is_case_blind_and_path_is_not() -> None:
    assert qr.symbol("https://a.example/V/1") == qr.symbol("HTTPS://A.EXAMPLE/V/1")
    assert qr.symbol("https://a.example/V/1") != qr.symbol("https://a.example/v/1")


@pytest.mark.parametrize("name", ["frame", "corner", "watermark", "seal", "lockup", "divider"])
def test_plates_on_disk_are_the_ones_the_script_cuts(name: str, fonts: Path) -> None:
    kept, cut = page.plates("standard-1")[name], plates(fonts)[name]
    assert (kept.width, kept.height, len(kept.outlines)) == (cut.width, cut.height, len(cut.outlines))
    for ours, theirs in zip(kept.outlines, cut.outlines, strict=True):
        assert numbers(ours) == pytest.approx(numbers(theirs), abs=0.02)


def numbers(outline: Outline) -> list[float]:
    return [float(token) for token in outline.path.split() if not token.isalpha()]
