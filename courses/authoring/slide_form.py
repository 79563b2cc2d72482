"""What an author types to make a lecture of slides, and what is wrong with it, line by line."""

import json

import msgspec

from courses.content.model import Lesson
from media.lecture.deck import DeckFault

FENCE = "+++"
EXAMPLE = """\
# The first slide

- A point, in a few words
- Another one

Note: What is said while the first slide shows. Write it as you would speak.

---

# The second slide

Note: Every slide has a title and a note. A line of three dashes begins the next one.
"""


class SlidesForm(msgspec.Struct, frozen=True):
    """Slides as typed. `preview`: draw them, save nothing."""

    revision: int
    deck: str = ""
    preview: bool = False


class LineFault(msgspec.Struct, frozen=True):
    """What is wrong in a line of the text, and the line itself."""

    line: int
    sentence: str
    text: str


def completed(typed: str, lesson: Lesson) -> str:
    """The text with key and title at its head, taken from the lesson where the author did not write them."""
    text = typed.replace("\r\n", "\n").strip("\n")
    if not text.strip():
        return ""
    if text.startswith(FENCE):
        return f"{text}\n"
    head = f"key = {json.dumps(lesson.key)}\ntitle = {json.dumps(lesson.title, ensure_ascii=False)}"
    return f"{FENCE}\n{head}\n{FENCE}\n\n{text}\n"


def line_faults(faults: tuple[DeckFault, ...], text: str) -> tuple[LineFault, ...]:
    """Each fault beside the line it is about; one about a whole slide is shown at the first words of it."""
    lines = text.split("\n")
    return tuple(_line_fault(fault, lines) for fault in faults)


def _line_fault(fault: DeckFault, lines: list[str]) -> LineFault:
    words = ((number, line.strip()) for number, line in enumerate(lines[fault.line - 1 :], fault.line) if line.strip())
    number, line = next(words, (fault.line, ""))
    return LineFault(number, fault.sentence, line)
