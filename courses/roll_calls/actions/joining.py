"""An officer's own part of a roll call: joining it, answering once, making it up alone."""

from collections.abc import Collection
from enum import StrEnum

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import move_row, writing
from academy.errors import Invalid, NotFound
from courses.content.model import Question
from courses.learning.roll_calls.tables import RollCallAnswer, RollCallPart
from courses.roll_calls.access import Call, call_joined
from courses.roll_calls.own import own_part, stage_of
from courses.roll_calls.rules import parts
from courses.roll_calls.rules.calls import LeadsItself, NotOpen, takes_answers
from courses.teaching.roll_calls import pack_of


class Audited(StrEnum):
    """What officers' own parts write into the audit log."""

    JOINED = "roll_calls:part:join"
    MADE_UP = "roll_calls:part:make_up"


async def join(actor: Actor, *, code: str) -> None:
    """Say that one is there; twice is once. It is no proof: the leader attests who was.

    Raises NotFound, NotOpen, LeadsItself.
    """
    async with writing():
        call = await call_joined(actor, code)
        if not takes_answers(call.state, call.opened_at, clock.now()):
            raise NotOpen()
        if call.led_by == actor.id:
            raise LeadsItself()
        part = await own_part(call.id, actor.id)
        if part is not None and part.joined_at is not None:
            return
        row = RollCallPart(roll_call=call.id, person=actor.id, is_expected=False, presence="open")
        await RollCallPart.insert(row).on_conflict(action="DO NOTHING")
        mine = (RollCallPart.roll_call == call.id) & (RollCallPart.person == actor.id)
        await RollCallPart.update({RollCallPart.joined_at: clock.now()}).where(mine, RollCallPart.joined_at.is_null())
        await record(actor, Audited.JOINED, Subject("roll_call", call.id, call.site_id))


async def answer(actor: Actor, *, code: str, question: str, chosen: Collection[str]) -> None:
    """Give the one answer to a question; sent again, also changed, the first stays.

    Raises NotFound, NotOpen, NotOffered.
    """
    async with writing():
        call = await call_joined(actor, code)
        part = await own_part(call.id, actor.id)
        asked = await _asked(call)
        if part is None or question not in asked:
            raise NotFound()
        if stage_of(call, part, len(asked), clock.now()) not in ("answer", "wait", "make_up"):
            raise NotOpen()
        kept = parts.offered(asked[question], chosen)
        row = RollCallAnswer(
            part=part.id, question=question, chosen=kept, is_right=parts.is_right(asked[question], kept),
            answered_at=clock.now(),
        )  # fmt: skip
        made = await RollCallAnswer.insert(row).on_conflict(action="DO NOTHING")
        if made and call.state == "open" and len(part.answers) + 1 == len(asked):
            await RollCallPart.update({RollCallPart.answered_at: clock.now()}).where(RollCallPart.id == part.id)


async def make_up(actor: Actor, *, code: str, agrees: bool) -> None:
    """Say that one read the pack and answered alone, once every question is answered.

    Raises NotFound, NothingToMakeUp, and Invalid before that or without consent.
    """
    async with writing():
        call = await call_joined(actor, code)
        part = await own_part(call.id, actor.id)
        if part is None or part.due_on is None:
            raise parts.NothingToMakeUp()
        new = parts.move(part.presence, "make_up")
        if len(part.answers) < len(await _asked(call)):
            raise Invalid(fields={"agrees": "Answer every question first."})
        if not agrees:
            raise Invalid(fields={"agrees": "Check this box if it is true. Without it the roll call stays open."})
        await move_row(RollCallPart.presence, part.id, old=part.presence, new=new, made_up_at=clock.now())
        await record(actor, Audited.MADE_UP, Subject("roll_call", call.id, call.site_id), part=part.id)


async def _asked(call: Call) -> dict[str, Question]:
    pack = await pack_of(call.slug, call.number, call.pack_key)
    return {one.key: one for one in pack.questions}
