"""What every kind of question can do: be laid out and shown without its key, take an answer, mark it, say it."""

import random
from typing import Protocol

import msgspec

from academy.errors import Invalid
from courses.content.model import Question

Given = tuple[str, ...]
"""An answer as it is stored, in the author's keys; () is no answer."""
Tokens = tuple[str, ...]
"""An answer as a browser sends it, in the names the page gave; they tell nothing about the key."""
FULL = 1000
"""All of a question's points, in thousandths."""


class NotOffered(Invalid):
    """The answer names something that this question does not offer, or more than it takes."""

    code = "not_offered"
    sentence = "Choose from the answers shown with this question."


class Layout(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question as one sitting presents it: the author's keys in the order shown."""

    options: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class ShownOption(msgspec.Struct, frozen=True):
    """Something to choose. `token`: what choosing it sends; `shape`: where it is in the picture, as in a Region."""

    token: str
    body: str
    is_chosen: bool = False
    shape: tuple[int, ...] = ()


class ShownRow(msgspec.Struct, frozen=True):
    """A line that gets one of its options."""

    body: str
    options: tuple[ShownOption, ...]


class ShownPicture(msgspec.Struct, frozen=True):
    """A diagram to choose a place in; as in a Hotspot."""

    diagram: str
    cut: int
    alt: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page may know of a question: nothing here says what is right."""

    kind: str
    options: tuple[ShownOption, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    text: str = ""
    unit: str = ""
    picture: ShownPicture | None = None


def at_places(tokens: Tokens, first: int, second: int) -> dict[int, int]:
    """Tokens of the form "2:3" as {2: 3}, numbers from 1 to `first` and `second`; "" is a line left open.

    Raises NotOffered for anything else, and for a line that is answered twice.
    """
    found: dict[int, int] = {}
    for token in filter(None, tokens):
        left, _, right = token.partition(":")
        here, there = place_in(left, first), place_in(right, second)
        if here in found:
            raise NotOffered(fields={"chosen": NotOffered.sentence})
        found[here] = there
    return found


def place_in(token: str, most: int) -> int:
    """A number from 1 to `most`, written without anything else. Raises NotOffered."""
    if not (token.isascii() and token.isdecimal() and len(token) <= 4 and 1 <= int(token) <= most):
        raise NotOffered(fields={"chosen": NotOffered.sentence})
    return int(token)


class KindRules(Protocol):
    """The rules of one kind."""

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        """The same for dice in the same state."""

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown: ...

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        """The answer to store; () takes an earlier one back. Raises NotOffered."""

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        """What the browser sent for it: `accept` of this is `given` again."""

    def per_mille(self, question: Question, given: Given) -> int:
        """What the answer is worth in thousandths, wherever partial credit is given; only FULL is right."""

    def right(self, question: Question) -> Given:
        """An answer worth FULL."""

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        """The answer as people read it."""
