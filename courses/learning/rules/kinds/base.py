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
    """Something to choose. `token`: what choosing it sends."""

    token: str
    body: str
    is_chosen: bool = False


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page may know of a question: nothing here says what is right."""

    kind: str
    options: tuple[ShownOption, ...] = ()


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
