"""What a leader chooses and signs, and what an officer sends from a phone."""

import re
from datetime import date
from typing import Annotated

import msgspec

from courses.roll_calls.actions.leading import Attesting

Code = Annotated[str, msgspec.Meta(max_length=120)]
Lines = Annotated[str, msgspec.Meta(max_length=2000)]


class StartForm(msgspec.Struct, frozen=True):
    """Which pack, for which units; none: for whoever comes."""

    pack: Code
    units: tuple[Code, ...] = ()


class AttestForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who was in the room, and the signature. `others`: e-mails or numbers, a line or comma between them."""

    name: Annotated[str, msgspec.Meta(max_length=120)]
    people: tuple[Code, ...] = ()
    others: Lines = ""
    due_on: date | None = None
    agrees: bool = False

    def signed(self) -> Attesting:
        named = tuple(one.strip() for one in re.split(r"[\n,;]", self.others) if one.strip())
        return Attesting(
            people=self.people, others=named, name=self.name, agrees=self.agrees, due_on=self.due_on
        )  # fmt: skip


class AnswerForm(msgspec.Struct, frozen=True):
    """One question with the choices taken."""

    question: Code
    chosen: tuple[Code, ...] = ()


class MakeUpForm(msgspec.Struct, frozen=True):
    """The officer's word that they read and answered alone."""

    agrees: bool = False
