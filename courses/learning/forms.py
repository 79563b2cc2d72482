"""What learners send."""

from typing import Annotated

import msgspec

Code = Annotated[str, msgspec.Meta(max_length=80)]


class WithdrawalForm(msgspec.Struct, frozen=True):
    """Why somebody gives a course back; may stay empty."""

    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""


class EnrollForm(msgspec.Struct, frozen=True):
    """`again`: knowing that the course was completed before."""

    again: bool = False


class ScenarioForm(msgspec.Struct, frozen=True):
    """The decision in a scenario."""

    choice: Code


class StopForm(msgspec.Struct, frozen=True):
    """The answer to a question inside a lecture."""

    chosen: tuple[Code, ...] = ()


class ResponseForm(msgspec.Struct, frozen=True):
    """The answer to a question. `revision` is the one the page knew; `then` is the page of the attempt to go on to."""

    chosen: tuple[Code, ...] = ()
    revision: int | None = None
    then: Annotated[str, msgspec.Meta(max_length=120)] = ""


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
