"""One person in a roll call: present only where the leader attests it, whatever a phone did."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from academy.errors import Conflict, Invalid
from courses.content.model import Question

MOVES: dict[tuple[str, str], str] = {
    ("open", "tick"): "present",
    ("open", "leave_out"): "absent",
    ("absent", "make_up"): "made_up",
}
"""How somebody's presence is decided. `tick` and `leave_out` by the leader's signature, `make_up` by the officer, later
and alone: it is told apart from having been there for ever."""


class NothingToMakeUp(Conflict):
    """The officer was there, was not expected, or made it up already."""

    code = "nothing_to_make_up"
    sentence = "There is nothing to make up here."


class NotOffered(Invalid):
    """An answer that the question does not offer."""

    code = "not_offered"

    def __init__(self, question: str) -> None:
        super().__init__(fields={question: "Choose one of the answers."})


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody before the signature: expected or come by, joined, and how many questions answered."""

    id: int
    is_expected: bool
    joined_at: datetime | None = None
    answers: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """What the signature makes of a part."""

    part_id: int
    presence: str
    due_on: date | None


def outcomes(parts: Iterable[Part], ticked: Collection[int], due_on: date | None) -> tuple[Outcome, ...]:
    """Present is who was ticked and nobody else. Only those who were expected owe what they missed."""
    return tuple(
        Outcome(one.id, move("open", "tick"), None)
        if one.id in ticked
        else Outcome(one.id, move("open", "leave_out"), due_on if one.is_expected else None)
        for one in parts
    )


def move(presence: str, verb: str) -> str:
    """What follows. Raises NothingToMakeUp."""
    try:
        return MOVES[presence, verb]
    except KeyError:
        raise NothingToMakeUp() from None


def offered(question: Question, chosen: Collection[str]) -> str:
    """The answer as it is kept, its keys in order. Raises NotOffered for none, too many, or what is no choice."""
    keys = {choice.key for choice in question.choices}
    picked = sorted(set(chosen))
    if not picked or not set(picked) <= keys or (question.kind != "many" and len(picked) > 1):
        raise NotOffered(question.key)
    return ",".join(picked)


def is_right(question: Question, kept: str) -> bool:
    """Whether exactly the right choices were taken."""
    return set(kept.split(",")) == {choice.key for choice in question.choices if choice.correct}


def standing(one: Part, questions: int) -> str:
    """What a phone did, in words; it says nothing of presence."""
    if one.joined_at is None and not one.answers:
        return "Neither joined nor answered"
    return f"Answered {one.answers} of {questions}" if one.answers else "Joined, answered nothing"


Stage = Literal["confirm", "answer", "wait", "told", "present", "absent", "make_up", "made_up", "closed", "called_off"]
"""Where an officer stands: what their page asks or tells."""


def stage(call_state: str, presence: str | None, *, joined: bool, owes: bool, left: int) -> Stage:
    """presence None: not in the roll call. owes: has it to make up. left: questions without an answer.

    Answers are told from "told" on, and to who makes it up once all are given: never while others still answer.
    """
    if call_state == "called_off":
        return "called_off"
    if call_state == "open":
        if not joined:
            return "confirm"
        return "answer" if left else "wait"
    if presence == "present":
        return "present"
    if presence == "made_up":
        return "made_up"
    if presence == "absent":
        return "make_up" if owes else "absent"
    return "told" if joined else "closed"


def tells(at: Stage, left: int) -> bool:
    """Whether right answers and reasons are shown."""
    return at in ("told", "present", "absent", "made_up") or (at == "make_up" and not left)
