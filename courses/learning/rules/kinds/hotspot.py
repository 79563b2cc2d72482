"""A place to choose in a picture, or the same from a list of places."""

import random

from courses.content.model import Hotspot as Key
from courses.content.model import Question
from courses.learning.rules.kinds.base import (
    FULL,
    Given,
    Layout,
    NotOffered,
    Shown,
    ShownOption,
    ShownPicture,
    Tokens,
    place_in,
)


class Hotspot:
    """An answer is the key of one region."""

    def lay_out(self, question: Question, dice: random.Random) -> Layout:
        keys = [region.key for region in _key(question).regions]
        return Layout(tuple(dice.sample(keys, len(keys))))

    def shown(self, question: Question, layout: Layout, given: Given) -> Shown:
        key = _key(question)
        regions = {region.key: region for region in key.regions}
        options = tuple(
            ShownOption(str(place), regions[name].body, name in given, regions[name].shape)
            for place, name in enumerate(layout.options, 1)
        )
        return Shown(kind=question.kind, options=options, picture=ShownPicture(key.diagram, key.cut, key.alt))

    def accept(self, layout: Layout, sent: Tokens) -> Given:
        chosen = [one for one in sent if one]
        if len(chosen) > 1:
            raise NotOffered(fields={"chosen": NotOffered.sentence})
        return tuple(layout.options[place_in(one, len(layout.options)) - 1] for one in chosen)

    def tokens(self, layout: Layout, given: Given) -> Tokens:
        return tuple(str(layout.options.index(key) + 1) for key in given)

    def per_mille(self, question: Question, given: Given) -> int:
        return FULL if set(given) & {region.key for region in _key(question).regions if region.correct} else 0

    def right(self, question: Question) -> Given:
        return tuple(region.key for region in _key(question).regions if region.correct)[:1]

    def words(self, question: Question, given: Given) -> tuple[str, ...]:
        return tuple(region.body for region in _key(question).regions if region.key in given)


def _key(question: Question) -> Key:
    if question.hotspot is None:
        raise ValueError(f"question {question.key} has no picture")
    return question.hotspot
