"""A number to write, right within a tolerance. Decimal all through: 0.1 and 0.2 make 0.3 here."""

import random
import re
from decimal import Decimal
from typing import Final

from academy.errors import Invalid
from courses.content.model import Numeric as Key
from courses.content.model import Question
from courses.learning.rules.kinds.base import FULL, Given, Layout, Shown, Tokens

_NUMBER: Final = re.compile(r"[-+\u2212]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?", re.ASCII)
_LONGEST: Final = 40


class NotANumber(Invalid):
    """What was written is no number, or one that nobody can mean."""

    code = "not_a_number"
    sentence = "Write the number in digits and nothing else, for example 12.5."


class Numeric:
    """An answer is the number as it was typed. The unit is part of the layout, so that it may be typed behind it."""

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        return Layout(others=(_key(question).unit,))

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown:
        return Shown(kind=question.kind, text="".join(given), unit=_key(question).unit)

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        """Raises NotANumber."""
        typed = [one.strip() for one in sent if one.strip()]
        if not typed:
            return ()
        number = typed[0].removesuffix("".join(layout.others)).strip()
        if len(typed) > 1 or number_in(number) is None:
            raise NotANumber(fields={"chosen": NotANumber.sentence})
        return (number,)

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        return given

    def per_mille(self, question: Question, given: Given) -> int:
        number = number_in("".join(given))
        return FULL if number is not None and is_near(_key(question), number) else 0

    def right(self, question: Question) -> Given:
        return (_key(question).value,)

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        unit = _key(question).unit
        return tuple(f"{number} {unit}".strip() for number in given)


def number_in(typed: str) -> Decimal | None:
    """ "1,200.5" -> 1200.5; None for anything that is not digits with a sign, a point and commas by thousands."""
    if len(typed) > _LONGEST or not _NUMBER.fullmatch(typed) or not re.search(r"[0-9]", typed):
        return None
    return Decimal(typed.replace(",", "").replace("\u2212", "-"))


def is_near(key: Key, number: Decimal) -> bool:
    """Whether the number is right, the ends of the tolerance included."""
    value = Decimal(key.value)
    return abs(number - value) <= max(Decimal(key.tolerance), abs(value) * key.percent / 100)


def _key(question: Question) -> Key:
    if question.numeric is None:
        raise ValueError(f"question {question.key} has no number")
    return question.numeric
