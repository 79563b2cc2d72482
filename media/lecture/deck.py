"""A deck: slides and what is said to them, written as Markdown by an instructor."""

import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import msgspec

from academy.errors import Invalid
from media.lecture import drawings
from media.lecture.palette import ACCENTS, FIRST_ACCENT

MOST_ITEMS: Final = 7


class Points(msgspec.Struct, frozen=True):
    """Short statements of equal weight."""

    items: tuple[str, ...]


class Grid(msgspec.Struct, frozen=True):
    """A small table; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Diagram(msgspec.Struct, frozen=True):
    """A drawing we make from its items; `name` is one of drawings.KINDS."""

    name: str
    items: tuple[str, ...]


class Prose(msgspec.Struct, frozen=True):
    """One paragraph."""

    text: str


Block = Points | Grid | Diagram | Prose


class Slide(msgspec.Struct, frozen=True):
    """One slide and its narration, sentence by sentence. `line` is where it begins in the file."""

    line: int
    chapter: str
    title: str
    blocks: tuple[Block, ...]
    sentences: tuple[str, ...]


class Deck(msgspec.Struct, frozen=True):
    """A whole lecture as written. `course` and `module` stand on its slides; `accent` is a name in ACCENTS."""

    key: str
    title: str
    instructor: str
    slides: tuple[Slide, ...]
    course: str = ""
    module: str = ""
    accent: str = FIRST_ACCENT


class DeckFault(msgspec.Struct, frozen=True):
    """What is wrong in a deck, and in which line of the file."""

    line: int
    sentence: str


class DeckInvalid(Invalid):
    """The deck cannot become a lecture; `faults` says where and why."""

    code = "deck_invalid"

    def __init__(self, *faults: DeckFault) -> None:
        self.faults = faults
        super().__init__(" ".join(f"Line {fault.line}: {fault.sentence}" for fault in faults))


class _Part(msgspec.Struct, frozen=True):
    """A run of lines with the number of its first one."""

    line: int
    lines: tuple[str, ...]


_ABBREVIATIONS: Final = frozenset(
    (
        "U.S.",
        "Dr.",
        "Mr.",
        "Mrs.",
        "Ms.",
        "No.",
        "St.",
        "Lt.",
        "Sgt.",
        "Det.",
        "Capt.",
        "vs.",
        "e.g.",
        "i.e.",
        "a.m.",
        "p.m.",
    )
)
_SENTENCE_END: Final = re.compile(r"(?<=[.?!])[\"')\u201d\u2019]*\s+(?=[\"'(\u201c\u2018]?[A-Z0-9])")
_RULE_ROW: Final = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_ITEM: Final = re.compile(r"^(?:[-*+]|\d+[.)])\s+")


def parse(text: str) -> Deck:
    """Read a deck. Raises DeckInvalid naming every faulty line."""
    front, body = _front_matter(text.replace("\r\n", "\n").split("\n"))
    faults: list[DeckFault] = []
    slides: list[Slide] = []
    chapter = ""
    for part in _slide_parts(body):
        try:
            slide = _slide(part, chapter)
        except DeckInvalid as invalid:
            faults.extend(invalid.faults)
            continue
        chapter = slide.chapter
        slides.append(slide)
    if faults or not slides:
        raise DeckInvalid(*faults or [DeckFault(body.line, "There is no slide in the deck.")])
    words = {name: str(front.get(name, "")) for name in ("instructor", "course", "module")}
    accent = front.get("accent", FIRST_ACCENT)
    return Deck(key=front["key"], title=front["title"], slides=tuple(slides), accent=accent, **words)


def _front_matter(lines: list[str]) -> tuple[dict[str, str], _Part]:
    """The TOML between the two +++ lines, and what follows."""
    fences = [number for number, line in enumerate(lines) if line.strip() == "+++"][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0]]):
        raise DeckInvalid(DeckFault(1, "Begin the deck with key and title between two lines of +++."))
    first, last = fences
    try:
        front = tomllib.loads("\n".join(lines[first + 1 : last]))
    except tomllib.TOMLDecodeError as reason:
        raise DeckInvalid(DeckFault(first + 1, f"The lines between +++ are not TOML: {reason}.")) from reason
    missing = [name for name in ("key", "title") if not isinstance(front.get(name), str) or not front[name]]
    if missing:
        raise DeckInvalid(DeckFault(first + 1, f"Give the deck its {' and '.join(missing)} between the +++ lines."))
    if front.get("accent", FIRST_ACCENT) not in ACCENTS:
        raise DeckInvalid(DeckFault(first + 1, f"The accent of a deck is one of {', '.join(ACCENTS)}."))
    return front, _Part(last + 2, tuple(lines[last + 1 :]))


def _slide_parts(body: _Part) -> Iterator[_Part]:
    """The body cut at lines of three dashes; empty slides are dropped."""
    start = 0
    for place, line in enumerate([*body.lines, "---"]):
        if line.strip() == "---":
            part = _Part(body.line + start, body.lines[start:place])
            if any(text.strip() for text in part.lines):
                yield part
            start = place + 1


def _slide(part: _Part, chapter: str) -> Slide:
    shown, spoken = _shown_and_spoken(part)
    title, rest = "", []
    for number, line in enumerate(shown, start=part.line):
        if line.startswith("Chapter:"):
            chapter = line.removeprefix("Chapter:").strip()
        elif line.startswith("# ") and not title:
            title = line.removeprefix("# ").strip()
        else:
            rest.append((number, line))
    sentences = tuple(_sentences(" ".join(line.strip() for line in spoken)))
    faults = []
    if not title:
        faults.append(DeckFault(part.line, "Give this slide a title: a line that begins with #."))
    if not sentences:
        faults.append(DeckFault(part.line, "This slide says nothing. Write its narration after a line Note:."))
    if faults:
        raise DeckInvalid(*faults)
    return Slide(part.line, chapter, title, tuple(_blocks(rest)), sentences)


def _shown_and_spoken(part: _Part) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for place, line in enumerate(part.lines):
        if line.startswith("Note:"):
            return part.lines[:place], (line.removeprefix("Note:"), *part.lines[place + 1 :])
    return part.lines, ()


def _blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    """Runs of lines of one kind; blank lines end a run, except inside a fence."""
    for kind, group in groupby(_with_kinds(lines), key=lambda entry: entry[0]):
        if kind:
            yield _block([(number, text) for _, number, text in group])


def _with_kinds(lines: list[tuple[int, str]]) -> Iterator[tuple[str, int, str]]:
    """Each line with its kind; every fence is a kind of its own, so that two of them never run together."""
    fence = 0
    for number, line in lines:
        text = line.strip()
        if text.startswith("```"):
            yield f"fence {fence or number}", number, text
            fence = 0 if fence else number
        else:
            yield f"fence {fence}" if fence else _kind(text), number, text
    if fence:
        raise DeckInvalid(DeckFault(fence, "This diagram is not closed. End it with a line of three backticks."))


def _kind(text: str) -> str:
    if text.startswith("|"):
        return "grid"
    if _ITEM.match(text):
        return "points"
    return "prose" if text else ""


def _block(group: list[tuple[int, str]]) -> Block:
    line, first = group[0]
    texts = [text for _, text in group]
    if first.startswith("```"):
        return _diagram(line, texts)
    if first.startswith("|"):
        return _grid(group)
    if _ITEM.match(first):
        return Points(_few(line, [_ITEM.sub("", text) for text in texts]))
    return Prose(" ".join(texts))


def _diagram(line: int, texts: list[str]) -> Diagram:
    word, _, name = texts[0].removeprefix("```").partition(" ")
    items = _few(line, [_ITEM.sub("", text) for text in texts[1:] if text and not text.startswith("```")])
    if word != "diagram" or not items:
        raise DeckInvalid(DeckFault(line, "Only diagrams can be fenced: ```diagram NAME, then one item a line."))
    if sentence := drawings.refusal(name.strip(), items):
        raise DeckInvalid(DeckFault(line, sentence))
    return Diagram(name.strip(), items)


def _few(line: int, items: list[str]) -> tuple[str, ...]:
    if len(items) > MOST_ITEMS:
        raise DeckInvalid(DeckFault(line, f"{len(items)} items are too many for one slide. Split it in two."))
    return tuple(items)


def _grid(group: list[tuple[int, str]]) -> Grid:
    rows = [(line, _cells(text)) for line, text in group if not _RULE_ROW.match(text)]
    width = len(rows[0][1]) if rows else 0
    uneven = [line for line, cells in rows if len(cells) != width]
    if uneven:
        raise DeckInvalid(*(DeckFault(line, f"This row should have {width} cells.") for line in uneven))
    if len(rows) < 2:
        raise DeckInvalid(DeckFault(group[0][0], "This table has no rows."))
    return Grid(rows[0][1], tuple(cells for _, cells in rows[1:]))


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.strip("|").split("|"))


def _sentences(text: str) -> Iterator[str]:
    """Sentences of the narration; a full stop after an abbreviation ends none."""
    begun = ""
    for piece in _SENTENCE_END.split(" ".join(text.split())):
        begun = f"{begun} {piece}".strip()
        if begun.split(" ")[-1] not in _ABBREVIATIONS:
            if begun:
                yield begun
            begun = ""
    if begun:
        yield begun
