"""The kinds of questions, each with its rules; whoever asks, shows or marks a question asks here and nowhere else."""

import random
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from courses.content.model import Question
from courses.learning.rules.kinds.base import (
    FULL,
    Given,
    KindRules,
    Layout,
    NotOffered,
    Shown,
    ShownOption,
    Tokens,
)
from courses.learning.rules.kinds.choices import Choices
from courses.learning.rules.kinds.credit import credit_words
from courses.learning.rules.kinds.hotspot import Hotspot
from courses.learning.rules.kinds.matching import Matching
from courses.learning.rules.kinds.numeric import NotANumber, Numeric
from courses.learning.rules.kinds.ordering import Ordering
from courses.learning.rules.kinds.text import Text, TooMuchText

__all__ = [
    "FULL",
    "RULES",
    "Given",
    "KindRules",
    "Layout",
    "NotANumber",
    "NotOffered",
    "Shown",
    "ShownOption",
    "Tokens",
    "TooMuchText",
    "credit_words",
    "given_in",
    "lay_out",
    "layout_in",
    "per_mille",
    "reached_per_mille",
    "right_words",
    "stored_answer",
    "stored_layout",
    "words",
]

RULES: Final[Mapping[str, KindRules]] = {
    "one": Choices(),
    "many": Choices(takes_many=True),
    "true_false": Choices(keeps_order=True),
    "matching": Matching(),
    "ordering": Ordering(),
    "numeric": Numeric(),
    "text": Text(),
    "hotspot": Hotspot(),
}
_BY_LETTERS: Final = frozenset({"one", "many", "true_false"})
"""Kinds of the first days: their orders and answers stay where they always stood, as letters joined by commas."""


def lay_out(question: Question, seed: int, *, shuffled: bool = True) -> Layout:
    """How a sitting with this seed presents the question, whatever else it asks.

    shuffled: choices leave the author's order; where order or pairs are the answer they always do.
    """
    if question.kind in _BY_LETTERS and not shuffled:
        return Layout(tuple(choice.key for choice in question.choices))
    dice = random.Random(f"{seed}:{question.key}")  # noqa: S311 - fair and repeatable, not secret
    return RULES[question.kind].lay_out(question, dice)


def per_mille(question: Question, given: Given) -> int:
    """What the answer brings of the points, in thousandths: all or nothing unless partial credit is given."""
    worth = RULES[question.kind].per_mille(question, given) if given else 0
    return worth if question.scoring == "partial" or worth == FULL else 0


def reached_per_mille(row: Mapping[str, Any], possible: int) -> int | None:
    """What a graded answer brought, from its columns; answers graded before partial credit brought all or nothing."""
    if row["per_mille"] is not None:
        return int(row["per_mille"])
    if row["points"] is None:
        return None
    return FULL if row["points"] >= possible else 0


def words(question: Question, given: Given) -> tuple[str, ...]:
    """An answer as people read it."""
    return RULES[question.kind].words(question, given)


def right_words(question: Question) -> tuple[str, ...]:
    """The right answer as people read it."""
    rules = RULES[question.kind]
    return rules.words(question, rules.right(question))


def stored_layout(kind: str, layout: Layout) -> tuple[str, str]:
    """The columns `choice_order` and `layout` of a presented question."""
    if kind in _BY_LETTERS:
        return ",".join(layout.options), ""
    return "", msgspec.json.encode(layout).decode()


def layout_in(row: Mapping[str, Any]) -> Layout:
    """The layout from these columns."""
    if row["layout"]:
        return msgspec.json.decode(row["layout"], type=Layout)
    return Layout(tuple(row["choice_order"].split(",")))


def stored_answer(kind: str, given: Given) -> tuple[str, str]:
    """The columns `chosen` and `given` of an answer; both are empty for one that was taken back."""
    if kind in _BY_LETTERS:
        return ",".join(given), ""
    return "", msgspec.json.encode(given).decode() if given else ""


def given_in(row: Mapping[str, Any]) -> Given:
    """The answer from these columns, () where there is none or no row."""
    if row["given"]:
        return msgspec.json.decode(row["given"], type=Given)
    return tuple(row["chosen"].split(",")) if row["chosen"] else ()
