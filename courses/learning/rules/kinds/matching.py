"""Things that belong together: each line on the left gets one of the lines on the right."""

import random

from courses.content.model import Pair, Question
from courses.learning.rules.kinds.base import FULL, Given, Layout, Shown, ShownOption, ShownRow, Tokens, at_places


class Matching:
    """An answer is "left:right" for each line that got one; two pairs may share what stands on the right."""

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        lefts = [pair.key for pair in question.pairs if pair.left]
        rights = sorted(set(_rights(question).values()))
        return Layout(tuple(dice.sample(lefts, len(lefts))), tuple(dice.sample(rights, len(rights))))

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown:
        pairs = {pair.key: pair for pair in question.pairs}
        chosen = frozenset(self.tokens(layout, given))
        rows = tuple(
            ShownRow(pairs[key].left, tuple(_option(place, other, pairs[right], chosen)
                                            for other, right in enumerate(layout.others, 1)))
            for place, key in enumerate(layout.options, 1)
        )  # fmt: skip
        return Shown(kind=question.kind, rows=rows)

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        found = at_places(sent, len(layout.options), len(layout.others))
        return tuple(f"{layout.options[here - 1]}:{layout.others[there - 1]}" for here, there in sorted(found.items()))

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        parts = (one.split(":") for one in given)
        return tuple(f"{layout.options.index(left) + 1}:{layout.others.index(right) + 1}" for left, right in parts)

    def per_mille(self, question: Question, given: Given) -> int:
        """Right pairs of all pairs."""
        right = self.right(question)
        return len(set(right) & set(given)) * FULL // len(right)

    def right(self, question: Question) -> Given:
        rights = _rights(question)
        return tuple(f"{pair.key}:{rights[pair.right]}" for pair in question.pairs if pair.left)

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        pairs = {pair.key: pair for pair in question.pairs}
        chosen = dict(one.split(":") for one in given)
        return tuple(f"{pair.left}: {pairs[chosen[pair.key]].right}" for pair in question.pairs if pair.key in chosen)


def _rights(question: Question) -> dict[str, str]:
    """Each different line on the right with the key it goes by: that of the first pair that has it."""
    found: dict[str, str] = {}
    for pair in question.pairs:
        found.setdefault(pair.right, pair.key)
    return found


def _option(place: int, other: int, pair: Pair, chosen: frozenset[str]) -> ShownOption:
    token = f"{place}:{other}"
    return ShownOption(token, pair.right, token in chosen)
