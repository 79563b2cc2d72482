"""A word or two to write. How it is written hardly matters: capitals, spaces and a full stop at the end say nothing."""

import random
import unicodedata
from typing import Final

from academy.errors import Invalid
from courses.content.model import Accept, Question
from courses.learning.rules.kinds.base import Given, Layout, Shown, Tokens

LONGEST: Final = 200
"""Characters of an answer: a short text is a word or a few."""


class TooMuchText(Invalid):
    """More than a short answer, or nothing that could be one."""

    code = "too_much_text"
    sentence = f"Write a short answer of at most {LONGEST} characters, in one line."


class Text:
    """An answer is what was typed, without spaces around it."""

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        return Layout()

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown:
        return Shown(kind=question.kind, text="".join(given))

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        """Raises TooMuchText."""
        typed = [one.strip() for one in sent if one.strip()]
        if not typed:
            return ()
        if len(typed) > 1 or len(typed[0]) > LONGEST or not typed[0].isprintable():
            raise TooMuchText(fields={"chosen": TooMuchText.sentence})
        return (typed[0],)

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        return given

    def per_mille(self, question: Question, given: Given) -> int:
        """What the best of the accepted forms brings."""
        return max((form.per_mille for form in question.accepts if _is_form(form, "".join(given))), default=0)

    def right(self, question: Question) -> Given:
        return (max(question.accepts, key=lambda form: form.per_mille).text,)

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        return given


def folded(text: str) -> str:
    """The text as it is compared."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(plain.split()).removesuffix(".").rstrip()


def _is_form(form: Accept, typed: str) -> bool:
    written, wanted = folded(typed), folded(form.text)
    if form.any_order:
        return sorted(written.split()) == sorted(wanted.split())
    return written == wanted
