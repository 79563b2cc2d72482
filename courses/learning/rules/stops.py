"""Questions inside a lecture: what is asked, and what an answer is told. They are there to think and never count."""

from collections.abc import Mapping

import msgspec

from courses.content.model import Question, Stop
from courses.learning.rules.kinds import NotOffered


class Option(msgspec.Struct, frozen=True):
    """A choice with what is said to whoever takes it."""

    key: str
    body: str
    is_right: bool
    feedback: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question ready to be asked, wherever it was written. `reason` is told to every answer."""

    key: str
    at_ms: int
    prompt: str
    takes_many: bool = False
    options: tuple[Option, ...]
    reason: str = ""


class Told(msgspec.Struct, frozen=True):
    """What an answer is told: whether it is right, and why, in paragraphs."""

    is_right: bool
    words: tuple[str, ...]


def asked(stop: Stop, bank: Mapping[str, Question]) -> Asked:
    """The question of a stop. bank: by key, at least the question the stop names."""
    if not stop.question:
        own = tuple(Option(choice.key, choice.body, choice.best, choice.feedback) for choice in stop.choices)
        return Asked(key=stop.key, at_ms=stop.at_ms, prompt=stop.prompt, options=own)
    question = bank[stop.question]
    return Asked(
        key=stop.key,
        at_ms=stop.at_ms,
        prompt=question.stem,
        takes_many=question.kind == "many",
        options=tuple(Option(choice.key, choice.body, choice.correct) for choice in question.choices),
        reason=question.explanation,
    )


def accept(question: Asked, chosen: frozenset[str]) -> tuple[str, ...]:
    """The choices to keep, in the order they are shown. Raises NotOffered for none, unknown ones, or too many."""
    kept = tuple(option.key for option in question.options if option.key in chosen)
    if not kept or len(kept) != len(chosen) or (len(kept) > 1 and not question.takes_many):
        raise NotOffered(fields={"chosen": NotOffered.sentence})
    return kept


def judge(question: Asked, chosen: tuple[str, ...]) -> Told:
    """What these choices are told. Right means exactly the right ones."""
    right = {option.key for option in question.options if option.is_right}
    spoken = [option.feedback for option in question.options if option.key in chosen]
    return Told(set(chosen) == right, tuple(words for words in (*spoken, question.reason) if words.strip()))
