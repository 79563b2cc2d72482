"""An officer's own part in a roll call, and what their page shows of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict

import msgspec

from academy import clock
from academy.actor import Actor
from courses.content.model import Question
from courses.learning.roll_calls.tables import RollCallAnswer, RollCallPart
from courses.roll_calls.access import Call, call_joined
from courses.roll_calls.rules.calls import takes_answers
from courses.roll_calls.rules.parts import Stage, stage, tells
from courses.teaching.roll_calls import Pack, pack_of, without_answers


class Standing(TypedDict):
    """What `parts.stage` asks of a part."""

    presence: str | None
    joined: bool
    owes: bool
    left: int


class OwnPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part with the answers given: question -> keys chosen, and whether they are right."""

    id: int
    is_expected: bool
    joined_at: datetime | None
    answered_at: datetime | None
    presence: str
    due_on: date | None
    made_up_at: datetime | None
    answers: Mapping[str, tuple[str, bool]] = {}

    def standing(self, questions: int) -> Standing:
        """Where it stands of so many questions."""
        return Standing(
            presence=self.presence,
            joined=self.joined_at is not None,
            owes=self.due_on is not None,
            left=questions - len(self.answers),
        )


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A question with the own answer, in words. The last three: once answers are told, None and "" before."""

    stem: str
    chosen: str
    is_right: bool | None = None
    right: str = ""
    explanation: str = ""


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's page. `pack` has no answers to its questions; the scenario's are there for who makes it up.

    next: the question to answer now, place: which it is, from 1.

    typed, errors: an answer that was refused.
    """

    call: Call
    pack: Pack
    stage: Stage
    part: OwnPart | None
    given: tuple[Answered, ...]
    next: Question | None
    place: int
    errors: Mapping[str, str] = {}

    @property
    def path(self) -> str:
        return f"/roll-call/{self.call.code}"

    @property
    def left(self) -> int:
        return len(self.pack.questions) - len(self.given)

    @property
    def right(self) -> int:
        return sum(one.is_right is True for one in self.given)


async def own_part(call_id: int, person_id: int) -> OwnPart | None:
    """None: neither expected nor joined. Two statements, one where there is none."""
    columns = [getattr(RollCallPart, name) for name in OwnPart.__struct_fields__ if name != "answers"]
    row = (
        await RollCallPart.select(*columns)
        .where(RollCallPart.roll_call == call_id, RollCallPart.person == person_id)
        .first()
    )
    if row is None:
        return None
    given = (
        await RollCallAnswer.select(RollCallAnswer.question, RollCallAnswer.chosen, RollCallAnswer.is_right)
        .where(RollCallAnswer.part == row["id"])
        .order_by(RollCallAnswer.id)
    )
    return OwnPart(**row, answers={one["question"]: (one["chosen"], one["is_right"]) for one in given})


async def own_view(actor: Actor, code: str) -> OwnView:
    """The actor's page of a roll call of a site they belong to. Raises NotFound."""
    call = await call_joined(actor, code)
    part = await own_part(call.id, actor.id)
    pack = await pack_of(call.slug, call.number, call.pack_key)
    answers = part.answers if part else {}
    left = [one for one in pack.questions if one.key not in answers]
    at = stage_of(call, part, len(pack.questions), clock.now())
    told = tells(at, len(left))
    bare = without_answers(pack)
    return OwnView(
        call=call,
        pack=msgspec.structs.replace(bare, scenario=pack.scenario) if at == "make_up" else bare,
        stage=at,
        part=part,
        given=tuple(_answered(one, answers[one.key], told=told) for one in pack.questions if one.key in answers),
        next=next((one for one in bare.questions if one.key not in answers), None),
        place=len(pack.questions) - len(left) + 1,
    )


def stage_of(call: Call, part: OwnPart | None, questions: int, now: datetime) -> Stage:
    """Where somebody stands in a roll call; one that was forgotten open is closed to them, and tells nothing yet."""
    nobody = Standing(presence=None, joined=False, owes=False, left=questions)
    standing = part.standing(questions) if part else nobody
    if call.state == "open" and not takes_answers(call.state, call.opened_at, now):
        return "closed"
    return stage(call.state, **standing)


def _answered(question: Question, given: tuple[str, bool], *, told: bool) -> Answered:
    words = {choice.key: choice.body for choice in question.choices}
    chosen, is_right = given
    said = Answered(stem=question.stem, chosen="; ".join(words.get(key, key) for key in chosen.split(",")))
    if not told:
        return said
    right = "; ".join(choice.body for choice in question.choices if choice.correct)
    return msgspec.structs.replace(said, is_right=is_right, right=right, explanation=question.explanation)
