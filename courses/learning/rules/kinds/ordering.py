"""Lines to put in order; the author writes them in the right one."""

import random
from collections import Counter
from itertools import pairwise

from courses.content.model import Choice, Question
from courses.learning.rules.kinds.base import FULL, Given, Layout, Shown, ShownOption, ShownRow, Tokens, at_places


class Ordering:
    """An answer is "key:place" for each line that got a place; lines at the same place have none, until one moves."""

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        """Any order but the right one, which would answer itself."""
        keys = [choice.key for choice in question.choices]
        mixed = dice.sample(keys, len(keys))
        return Layout(tuple(mixed if mixed != keys else (*mixed[1:], mixed[0])))

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown:
        choices = {choice.key: choice for choice in question.choices}
        chosen = frozenset(self.tokens(layout, given))
        rows = tuple(
            _row(choices[key], here, len(layout.options), chosen) for here, key in enumerate(layout.options, 1)
        )
        return Shown(kind=question.kind, rows=rows)

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        found = at_places(sent, len(layout.options), len(layout.options))
        return tuple(f"{layout.options[here - 1]}:{place}" for here, place in sorted(found.items()))

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        parts = (one.split(":") for one in given)
        return tuple(f"{layout.options.index(key) + 1}:{place}" for key, place in parts)

    def per_mille(self, question: Question, given: Given) -> int:
        """Lines that directly follow the line they should follow, of all that follow one."""
        places = _places(given)
        keys = [choice.key for choice in question.choices]
        kept = sum(one in places and places.get(two) == places[one] + 1 for one, two in pairwise(keys))
        return kept * FULL // (len(keys) - 1)

    def right(self, question: Question) -> Given:
        return tuple(f"{choice.key}:{place}" for place, choice in enumerate(question.choices, 1))

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        bodies = {choice.key: choice.body for choice in question.choices}
        placed = sorted((int(place), key) for key, place in (one.split(":") for one in given))
        return tuple(f"{place}. {bodies[key]}" for place, key in placed)


def _row(choice: Choice, here: int, lines: int, chosen: frozenset[str]) -> ShownRow:
    tokens = ((f"{here}:{place}", place) for place in range(1, lines + 1))
    return ShownRow(choice.body, tuple(ShownOption(token, str(place), token in chosen) for token, place in tokens))


def _places(given: Given) -> dict[str, int]:
    """The place of each line that has one for itself."""
    placed = {key: int(place) for key, place in (one.split(":") for one in given)}
    taken = Counter(placed.values())
    return {key: place for key, place in placed.items() if taken[place] == 1}
