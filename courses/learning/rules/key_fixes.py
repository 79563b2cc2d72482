"""A key that was wrong, put right: what answers are worth then. Nobody loses by it who answered before."""

from collections.abc import Sequence

import msgspec

from academy.errors import Invalid
from courses.content.model import Accept, Question
from courses.learning.rules.kinds import FULL, Given, per_mille
from courses.learning.rules.kinds.numeric import number_in

BY_LETTERS = frozenset({"one", "many", "true_false"})
BY_WRITING = frozenset({"text", "numeric"})


class KeyFix(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is right from now on. `right`: the choices, all of them; `also`: answers that count beside the old ones, for
    kinds that are written; `everybody`: the question was no question, and all who were asked it get its points.
    """

    right: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    everybody: bool = False


class NoFix(Invalid):
    """The correction changes nothing, or cannot be made for this kind of question."""

    code = "no_fix"
    sentence = "Say what is right: this would change nothing."


def require_fix(question: Question, fix: KeyFix) -> None:
    """Raises NoFix with a sentence for the field that is missing."""
    if fix.everybody:
        return
    if question.kind in BY_LETTERS:
        offered = {choice.key for choice in question.choices}
        now = {choice.key for choice in question.choices if choice.correct}
        if not fix.right or not set(fix.right) <= offered or set(fix.right) == now:
            raise NoFix(fields={"right": "Mark the choices that are right, otherwise than now."})
    elif question.kind in BY_WRITING:
        if not fix.also or (question.kind == "numeric" and any(number_in(one) is None for one in fix.also)):
            what = "numbers in digits" if question.kind == "numeric" else "answers"
            raise NoFix(fields={"also": f"Write the {what} that are right, too, one a line."})
    else:
        raise NoFix(fields={"everybody": "This kind of question can only be taken out of the count."})


def worth(question: Question, fix: KeyFix, given: Given) -> int:
    """What an answer is worth by the corrected key, in thousandths of the points."""
    if fix.everybody:
        return FULL
    if question.kind in ("one", "true_false"):
        return FULL if set(given) & set(fix.right) else 0
    if question.kind == "numeric":
        known = {number_in(one) for one in fix.also}
        return FULL if number_in("".join(given)) in known - {None} else per_mille(question, given)
    return per_mille(corrected(question, fix), given)


def corrected(question: Question, fix: KeyFix) -> Question:
    """The question with the key as it is right now, for showing it."""
    choices = question.choices
    if fix.right:
        choices = tuple(msgspec.structs.replace(one, correct=one.key in fix.right) for one in choices)
    accepts = (*question.accepts, *(Accept(text=text) for text in fix.also if question.kind == "text"))
    return msgspec.structs.replace(question, choices=choices, accepts=accepts)


def worth_now(question: Question, fixes: Sequence[KeyFix], given: Given) -> int:
    """What an answer given under the newest correction is worth; without one, by the author's key."""
    return worth(question, fixes[-1], given) if fixes else per_mille(question, given)


def raised(before: int, question: Question, fix: KeyFix, given: Given) -> int:
    """What an answer that was worth `before` is worth after a correction: never less."""
    return max(before, worth(question, fix, given))
