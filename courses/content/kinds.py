"""What is wrong with a question, by its kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from courses.content.findings import Finding, Kind, Place, fault, look, repeated
from courses.content.model import CourseContent, Hotspot, Question, Region
from media.lecture import drawings

PARTS: Final[Mapping[str, str]] = {
    "one": "choices",
    "many": "choices",
    "true_false": "choices",
    "ordering": "choices",
    "matching": "pairs",
    "numeric": "numeric",
    "text": "accepts",
    "hotspot": "hotspot",
}
"""Which of its fields holds what a question of each kind offers."""
CHOSEN: Final = frozenset({"one", "many", "true_false"})
"""Kinds whose answers are letters to choose; lectures and packs for roll call can ask these."""
_ENTRIES: Final = {"choices": "choice", "pairs": "pair", "accepts": "accept"}


def kind_faults(place: Place, question: Question) -> Iterator[Finding]:
    """What makes the question impossible to answer, or leaves no right answer."""
    for name in dict.fromkeys(PARTS.values()):
        if name != PARTS[question.kind] and getattr(question, name):
            entry = _ENTRIES.get(name, name)
            sentence = f'A question of kind "{question.kind}" has no {entry}.'
            yield fault(place, sentence, f"Take {entry} out, or choose another kind.")
    yield from _FAULTS[question.kind](place, question)


def _choice_faults(place: Place, question: Question) -> Iterator[Finding]:
    right = sum(choice.correct for choice in question.choices)
    if len(question.choices) < 2:
        yield fault(place, "A question needs at least two answers.", "Add what else people may think.")
    if right == 0:
        yield fault(place, "No answer is marked correct.", "Mark the correct answer.")
    if right > 1 and question.kind != "many":
        yield fault(place, f"{right} answers are marked correct.", 'Mark one, or make it kind = "many".')
    if question.kind == "true_false" and len(question.choices) != 2:
        yield fault(place, "A true-or-false question has exactly two answers.", "Keep True and False.")
    yield from _twice(place, "answer", (choice.key for choice in question.choices))


def _ordering_faults(place: Place, question: Question) -> Iterator[Finding]:
    if not 3 <= len(question.choices) <= 12:
        yield fault(place, "An ordering question needs 3 to 12 lines.", "Write them in the right order.")
    if any(choice.correct for choice in question.choices):
        yield fault(place, "The right order is the one written.", "Take correct = true out of the lines.")
    yield from _twice(place, "answer", (choice.key for choice in question.choices))
    yield from _same_words(place, (choice.body for choice in question.choices))


def _matching_faults(place: Place, question: Question) -> Iterator[Finding]:
    lefts = [pair.left for pair in question.pairs if pair.left]
    if not 2 <= len(lefts) <= 12:
        yield fault(
            place, "A matching question needs 2 to 12 pairs.", "Write what stands on the left, and on the right."
        )
    if len({pair.right for pair in question.pairs}) < 2:
        yield fault(place, "There is nothing to choose on the right.", "Write at least two different lines there.")
    yield from _twice(place, "pair", (pair.key for pair in question.pairs))
    yield from _same_words(place, lefts)


def _numeric_faults(place: Place, question: Question) -> Iterator[Finding]:
    if question.numeric is None:
        yield fault(place, "The question has no number.", "Add [question.numeric] with its value.")
    elif Decimal(question.numeric.tolerance) < 0:
        yield fault(place, "The tolerance is below zero.", "Write how far off an answer may be.")


def _text_faults(place: Place, question: Question) -> Iterator[Finding]:
    if not any(form.per_mille == 1000 for form in question.accepts):
        yield fault(place, "No written answer brings all points.", "Add [[question.accept]] with the text.")
    yield from _same_words(place, (form.text for form in question.accepts))


def _hotspot_faults(place: Place, question: Question) -> Iterator[Finding]:
    spot = question.hotspot
    if spot is None:
        yield fault(place, "The question has no picture.", "Add [question.hotspot] with a diagram and its regions.")
        return
    if problem := diagram_problem(spot):
        yield fault(place, problem, "Write it as on a slide: the name, then one item a line.")
    if not 2 <= len(spot.regions) <= 12:
        yield fault(place, "A picture needs 2 to 12 places to choose from.", "Add regions.")
    if sum(region.correct for region in spot.regions) != 1:
        yield fault(place, "Exactly one place is right.", "Set correct = true on one region.")
    for region in spot.regions:
        if not is_shape(region):
            hint = "Left, top, width and height, or at least three corners, in thousandths of the picture."
            yield fault(place, f'The region "{region.key}" leaves the picture or has no area.', hint)
    yield from _twice(place, "region", (region.key for region in spot.regions))


def diagram_problem(spot: Hotspot) -> str:
    """Why the diagram cannot be drawn, as a sentence; empty when it can."""
    return drawings.refusal(*drawings.picture_parts(spot.diagram))


def is_shape(region: Region) -> bool:
    """Whether the numbers are a rectangle inside the picture, or at least three corners."""
    if len(region.shape) == 4:
        left, top, width, height = region.shape
        return width > 0 and height > 0 and left + width <= 1000 and top + height <= 1000
    return len(region.shape) >= 6 and len(region.shape) % 2 == 0


_FAULTS: Final[Mapping[str, Callable[[Place, Question], Iterator[Finding]]]] = {
    **dict.fromkeys(CHOSEN, _choice_faults),
    "ordering": _ordering_faults,
    "matching": _matching_faults,
    "numeric": _numeric_faults,
    "text": _text_faults,
    "hotspot": _hotspot_faults,
}


def stimulus_faults(content: CourseContent) -> Iterator[Finding]:
    """Situations that are not there, or are there twice."""
    for key in repeated(stimulus.key for stimulus in content.stimuli):
        sentence = f'The situation key "{key}" is used more than once.'
        yield fault(Place("stimulus", key), sentence, "Give each its own key.")
    known = {stimulus.key for stimulus in content.stimuli}
    for question in content.questions:
        if question.stimulus and question.stimulus not in known:
            place = Place("question", question.key, "stimulus")
            sentence = f'There is no situation "{question.stimulus}".'
            yield fault(place, sentence, "Add it as [[stimulus]] to a file of questions.")


def stimulus_advice(content: CourseContent) -> Iterator[Finding]:
    """Situations that few questions share."""
    for stimulus in content.stimuli:
        asked = sum(question.stimulus == stimulus.key for question in content.questions)
        if asked < 2:
            words = "No question" if asked == 0 else "Only one question"
            place = Place("stimulus", stimulus.key)
            hint = "Let two or more questions share it, or take it out."
            yield look(place, f'{words} uses the situation "{stimulus.title}".', hint, kind=Kind.PARTS)


def _twice(place: Place, what: str, keys: Iterable[str]) -> Iterator[Finding]:
    for key in repeated(keys):
        yield fault(place, f'The {what} "{key}" is there more than once.', "Give each its own letter.")


def _same_words(place: Place, texts: Iterable[str]) -> Iterator[Finding]:
    for text in repeated(texts):
        yield fault(place, f"“{text}” is there more than once.", "Keep it once.")
