"""Answers to choose: one of several, several of several, true or false."""

import random
from dataclasses import dataclass

from courses.content.model import Choice, Question
from courses.learning.rules.kinds.base import FULL, Given, Layout, NotOffered, Shown, ShownOption, Tokens


@dataclass(frozen=True)
class Choices:
    """An answer is the keys chosen, in the order shown. True and false keep their order."""

    takes_many: bool = False
    keeps_order: bool = False

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        keys = tuple(choice.key for choice in question.choices)
        return Layout(keys if self.keeps_order else tuple(dice.sample(keys, len(keys))))

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown:
        bodies = {choice.key: choice.body for choice in question.choices}
        options = tuple(ShownOption(key, bodies[key], key in given) for key in layout.options)
        return Shown(kind=question.kind, options=options)

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        chosen = set(sent)
        if not chosen <= set(layout.options) or (len(chosen) > 1 and not self.takes_many):
            raise NotOffered(fields={"chosen": NotOffered.sentence})
        return tuple(key for key in layout.options if key in chosen)

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        return given

    def per_mille(self, question: Question, given: Given) -> int:
        """Right ones less wrong ones, of all right ones; never below nothing."""
        right = set(self.right(question))
        worth = len(right & set(given)) - len(set(given) - right)
        return max(0, worth) * FULL // len(right) if right else 0

    def right(self, question: Question) -> Given:
        return tuple(choice.key for choice in question.choices if choice.correct)

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        return tuple(choice.body for choice in _chosen(question, given))


def _chosen(question: Question, given: Given) -> tuple[Choice, ...]:
    return tuple(choice for choice in question.choices if choice.key in given)
