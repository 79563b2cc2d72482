"""What learners send."""

from datetime import datetime
from typing import Annotated

import msgspec

Code = Annotated[str, msgspec.Meta(max_length=80)]
Typed = Annotated[str, msgspec.Meta(max_length=500)]
"""One field of an answer; each kind of question says how much of it it takes."""


class WithdrawalForm(msgspec.Struct, frozen=True):
    """Why somebody gives a course back; may stay empty."""

    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""


class EnrollForm(msgspec.Struct, frozen=True):
    """`again`: knowing that the course was completed before."""

    again: bool = False


class ScenarioForm(msgspec.Struct, frozen=True):
    """The decision in a scenario."""

    choice: Code


class NoteForm(msgspec.Struct, frozen=True):
    """A note to oneself. `revision` is the one the page knew."""

    body: str = ""
    revision: int = 0


class StopForm(msgspec.Struct, frozen=True):
    """The answer to a question inside a lecture."""

    chosen: tuple[Code, ...] = ()


class SubmissionForm(msgspec.Struct, frozen=True):
    """An attempt to be sent. `waiting`: how many of its answers still wait on the device that sends it."""

    waiting: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0


class ResponseForm(msgspec.Struct, frozen=True):
    """The answer to a question. `revision` is the one the page knew; `then` is the page of the attempt to go on to.

    op, token: the number of the answer on its device and the attempt's token, for answers that may arrive twice or
    under another sign-in (rules.operations, rules.attempt_token).
    """

    chosen: Annotated[tuple[Typed, ...], msgspec.Meta(max_length=40)] = ()
    revision: int | None = None
    op: Annotated[str, msgspec.Meta(max_length=50)] = ""
    token: Annotated[str, msgspec.Meta(max_length=200)] = ""
    then: Annotated[str, msgspec.Meta(max_length=120)] = ""


Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class OutageForm(msgspec.Struct, frozen=True):
    """From when until when a device had no network, by the academy's clock; `op` numbers the report on its device."""

    op: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    began_at: Moment
    ended_at: Moment


class HandoffForm(msgspec.Struct, frozen=True):
    """The place to go on at with another device."""

    place: Annotated[str, msgspec.Meta(max_length=200)] = ""


class StartForm(msgspec.Struct, frozen=True):
    """What is stated before an attempt; only the final exam asks for it."""

    attests: bool = False


class VoidingForm(msgspec.Struct, frozen=True):
    """Why an attempt is set aside."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class FlagForm(msgspec.Struct, frozen=True):
    """Whether to come back to the question."""

    flagged: bool = False


class StatementForm(msgspec.Struct, frozen=True):
    """The signature under the statement."""

    name: Annotated[str, msgspec.Meta(max_length=120)] = ""
    agrees: bool = False
