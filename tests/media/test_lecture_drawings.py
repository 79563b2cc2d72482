"""Diagrams: words stay in their boxes, boxes on the slide; what does not fit is refused with a reason."""

from itertools import combinations
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from media.actions.narrating import FONTS
from media.lecture.deck import DeckInvalid, parse
from media.lecture.drawings import KINDS, draw, picture, refusal
from media.lecture.drawings.canvas import HEIGHT, WIDTH, Place
from media.lecture.drawings.fitting import SIZES, fits, lines_of, sizes_of, width_of
from media.lecture.palette import ACCENTS, INK, MUTED, PAPER, WHITE
from media.lecture.slides import Printer
from tests.house import source

FRONT = '+++\nkey = "k"\ntitle = "T"\n+++\n'
TEAL = ACCENTS["teal"]
AUTHORING = source.ROOT / "docs/authoring.md"
by_name = pytest.mark.parametrize("name", KINDS)
words = st.lists(
    st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=16), min_size=1, max_size=9
)
phrases = words.map(" ".join)


def items_for(name: str, count: int, phrase: str) -> tuple[str, ...]:
    """So many items of the form that this diagram takes, numbers where it wants them."""
    kind = KINDS[name]
    item = " | ".join([phrase, f"12 {phrase}", "9 ft 8 in"][: kind.parts[1]])
    if name == "share":
        item = f"6 | {phrase}"
    if name.startswith("sketch"):
        item = f"{phrase} | 31 ft 4 in | 9 ft 8 in"
    return (phrase, *[item] * (count - 1)) if kind.plain_first else (item,) * count


def apart(one: Place, two: Place) -> bool:
    return (
        one[0] + one[2] <= two[0] or two[0] + two[2] <= one[0] or one[1] + one[3] <= two[1] or two[1] + two[3] <= one[1]
    )


@given(name=st.sampled_from(sorted(KINDS)), phrase=phrases, data=st.data())
@settings(max_examples=200)
def test_words_fit_their_boxes_or_are_refused(name: str, phrase: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    items = items_for(name, data.draw(st.integers(kind.least, kind.most)), phrase)
    if reason := refusal(name, items):
        assert "too long" in reason
        return
    drawing = kind.draw(items)
    sizes = sizes_of(drawing.labels)
    places = [label.place for label in drawing.labels]
    assert all(fits(label, sizes[label.group]) for label in drawing.labels)
    assert all(left >= 0 and left + width <= WIDTH for left, _, width, _ in places)
    assert all(top >= 0 and top + height <= drawing.height <= HEIGHT for _, top, _, height in places)
    assert all(apart(one, two) for one, two in combinations(places, 2))


@by_name
def test_a_page_can_show_every_diagram_with_its_words_in_it(name: str) -> None:
    items = items_for(name, KINDS[name].most, "Rain & mud")
    shown = picture("\n".join((name, *items)), TEAL, cut=1000)
    drawn = ElementTree.fromstring(f"<svg>{shown.inside}</svg>")
    assert (shown.width, shown.height) == (WIDTH, KINDS[name].draw(items).height)
    assert "Rain & mud" in " ".join(span.text or "" for span in drawn.iter("tspan"))
    assert "style=" not in shown.inside
    half = picture("\n".join((name, *items)), TEAL, cut=500)
    assert len(half.inside) <= len(shown.inside)


def test_instructors_can_read_about_every_diagram() -> None:
    rows = [line.split("`")[1] for line in AUTHORING.read_text().splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted(KINDS)


@by_name
def test_every_number_of_items_is_a_well_formed_picture(name: str) -> None:
    kind = KINDS[name]
    for count in range(kind.least, kind.most + 1):
        items = items_for(name, count, "Two words")
        assert refusal(name, items) == ""
        svg = draw(name, items, TEAL).split("</svg>")[0].split(">", 1)[1] + "</svg>"
        assert {element.get("fill") for element in ElementTree.fromstring(svg).iter()} > {None}
        assert "accent-" not in svg
    for count in {kind.least - 1, kind.most + 1}:
        assert f"not {count}" in refusal(name, items_for(name, count, "Two words"))


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(FONTS)


def printed(printer: Printer, name: str) -> list[Place]:
    """Where the words of a diagram really stand on the slide, under a title of two lines."""
    items = "\n".join(items_for(name, KINDS[name].most, "Two words"))
    title = "A title that is so long that it takes two lines on the slide, as a few of them do"
    deck = parse(f"{FRONT}# {title}\n```diagram {name}\n{items}\n```\nNote: One.")
    page = pypdfium2.PdfDocument(printer.page(deck, 0))[0].get_textpage()
    edges = ([edge / 0.75 for edge in page.get_rect(at)] for at in range(page.count_rects()))
    return [
        (round(left), round(1080 - top), round(right - left), round(top - bottom)) for left, bottom, right, top in edges
    ]


@by_name
def test_a_printed_diagram_keeps_its_words_on_the_slide_and_apart(name: str, printer: Printer) -> None:
    places = printed(printer, name)
    assert len(places) > KINDS[name].most
    assert all(left >= 132 and left + width <= 1788 for left, _, width, _ in places)
    assert all(top >= 60 and top + height <= 812 for _, top, _, height in places)
    assert [pair for pair in combinations(places, 2) if not apart(*pair)] == []


@pytest.mark.parametrize(
    ("name", "items", "sentence"),
    [
        ("spiral", ["One"], "no diagram called “spiral”"),
        ("flow", ["One"], "takes 2 to 5 items, not 1"),
        ("timeline", ["21:40 | First call", "21:44"], "“21:44” should have 2 parts"),
        ("branch", ["Yes | or no?", "Yes | Go", "No | Stay"], "“Yes | or no?” should have no bar |"),
        ("balance", ["Left | Right", "One |"], "a part of “One |” is empty"),
        ("bars", ["Same day | many", "Later | 12"], "Write a number after the bar in “Same day | many”"),
        ("share", ["140 | of a hundred"], "a number from 1 to 100"),
        ("chain", ["Found", "Incomprehensibilitiesoftransport", "Court"], "too long for the diagram chain"),
    ],
)
def test_a_diagram_that_cannot_be_drawn_says_why_and_where(name: str, items: list[str], sentence: str) -> None:
    with pytest.raises(DeckInvalid) as refused:
        parse(f"{FRONT}# A title\n\n```diagram {name}\n" + "\n".join(items) + "\n```\nNote: Two.")
    assert [fault.line for fault in refused.value.faults] == [7]
    assert sentence in refused.value.faults[0].sentence


@given(phrases, st.integers(60, 900), st.sampled_from(SIZES))
def test_narrower_boxes_never_take_fewer_lines(phrase: str, width: int, size: int) -> None:
    assume(lines_of(phrase, width, size))
    assert 1 <= lines_of(phrase, width + 40, size) <= lines_of(phrase, width, size)
    assert lines_of(phrase, round(width_of(phrase, size)) + 1, size) == 1


def luminance(color: str) -> float:
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_read_on_every_ground_and_lines_are_seen() -> None:
    grounds = [PAPER, WHITE, *(accent.tint for accent in ACCENTS.values())]
    assert min(contrast(INK, ground) for ground in grounds) > 7
    assert contrast(MUTED, PAPER) > 4.5
    assert min(contrast(accent.line, PAPER) for accent in ACCENTS.values()) > 3
