"""Whether the questions give themselves away: lengths, places of the right answer, questions asked twice."""

import re
from collections.abc import Iterable, Iterator
from statistics import mean

import msgspec

from courses.content.findings import COURSE, Finding, Kind, Place, look
from courses.content.model import Question

LENGTHS_APART = 5
"""By how many percent the right answers of a course may be longer or shorter than the others on average."""
PLACES_APART = 10
"""By how many percentage points the right answer may prefer a place."""
FEWEST_TO_JUDGE = 20
"""Below this many questions, chance alone prefers a place."""
NEARLY_THE_SAME = 0.8
"""Share of words that two questions, with their right answers, have in common when one of them is enough."""


class Lengths(msgspec.Struct, frozen=True):
    """Mean characters of right and wrong answers, and how many right answers are the longest of their question."""

    right: float
    wrong: float
    longest_right: int
    questions: int

    @property
    def percent(self) -> int:
        """Right answers against wrong ones; 100: equally long."""
        return round(100 * self.right / self.wrong) if self.wrong else 100


class PlaceCount(msgspec.Struct, frozen=True):
    """How often the right answer stands at a place, called by its letter."""

    letter: str
    count: int
    percent: int


def lengths(questions: Iterable[Question]) -> Lengths:
    """Of all questions with answers to choose, but the true-or-false ones, whose answers are given."""
    judged = [one for one in questions if one.kind in ("one", "many")]
    right = [len(choice.body) for one in judged for choice in one.choices if choice.correct]
    wrong = [len(choice.body) for one in judged for choice in one.choices if not choice.correct]
    longest = sum(max(one.choices, key=lambda choice: len(choice.body)).correct for one in judged)
    return Lengths(_mean(right), _mean(wrong), longest, len(judged))


def places(questions: Iterable[Question]) -> tuple[PlaceCount, ...]:
    """Of questions with one right answer among four, which is how the courses ask."""
    found = [_place_of_right(one) for one in questions if one.kind == "one" and len(one.choices) == 4]
    return tuple(
        PlaceCount("abcd"[place], found.count(place), round(100 * found.count(place) / len(found)))
        for place in range(4)
        if found
    )


def item_findings(questions: tuple[Question, ...]) -> Iterator[Finding]:
    """What a person should look at in the bank as a whole."""
    found = lengths(questions)
    if abs(found.percent - 100) > LENGTHS_APART:
        sentence = f"Right answers are {found.right} characters long on average, the others {found.wrong}."
        yield look(COURSE, sentence, f"Bring them within {LENGTHS_APART} percent of each other.", kind=Kind.OPTIONS)
    counts = places(questions)
    if sum(one.count for one in counts) >= FEWEST_TO_JUDGE:
        for one in counts:
            if abs(one.percent - 25) > PLACES_APART:
                sentence = f"The right answer is {one.letter} in {one.percent} percent of the questions."
                hint = "Move it to other places; about 25 percent each."
                yield look(COURSE, sentence, hint, kind=Kind.LETTERS)
    for first, second in twice_asked(questions):
        sentence = f"The question says nearly the same as {first.key}."
        yield look(Place("question", second.key), sentence, "Keep one, or ask something else.", kind=Kind.DUPLICATES)


def twice_asked(questions: tuple[Question, ...]) -> Iterator[tuple[Question, Question]]:
    """Pairs with the very same stem, or whose words, right answers included, are nearly the same."""
    stems = [_words(one.stem) for one in questions]
    words = [_words(one.stem, *_right(one)) for one in questions]
    same = {(stems.index(stem), place) for place, stem in enumerate(stems) if stems.index(stem) < place}
    near = {pair for pair in _of_like_size(words) if _alike(*(words[place] for place in pair)) >= NEARLY_THE_SAME}
    for first, second in sorted(same | near):
        yield questions[first], questions[second]


def _of_like_size(words: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs, by place, whose numbers of words are near enough to be nearly the same; most pairs are not."""
    by_size = sorted(range(len(words)), key=lambda place: len(words[place]))
    for at, shorter in enumerate(by_size):
        for longer in by_size[at + 1 :]:
            if len(words[shorter]) < NEARLY_THE_SAME * len(words[longer]):
                break
            yield min(shorter, longer), max(shorter, longer)


def _mean(numbers: list[int]) -> float:
    return round(mean(numbers), 1) if numbers else 0.0


def _place_of_right(question: Question) -> int:
    return next((place for place, choice in enumerate(question.choices) if choice.correct), 0)


def _right(question: Question) -> Iterator[str]:
    """All words a question offers besides its stem that belong to what is right."""
    yield from (choice.body for choice in question.choices if choice.correct or question.kind == "ordering")
    yield from (f"{pair.left} {pair.right}" for pair in question.pairs if pair.left)
    yield from (form.text for form in question.accepts)


def _words(*texts: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words among all words: 1.0 for the same words in any order, 0.0 for none in common (Jaccard, 1901)."""
    shared = len(one & other)
    together = len(one) + len(other) - shared
    return shared / together if together else 1.0
