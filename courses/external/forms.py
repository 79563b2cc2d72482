"""What an officer writes about training elsewhere, and what a coordinator decides."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from courses.external.rules import Claim, Decision

Words = Annotated[str, msgspec.Meta(min_length=2, max_length=160)]


class ClaimForm(msgspec.Struct, frozen=True, kw_only=True):
    """Training elsewhere. `kept`: the file that was sent before; `anyway`: sent although it looks like another."""

    title: Words
    provider: Words
    minutes: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    began_on: date
    ended_on: date
    instructor: Annotated[str, msgspec.Meta(max_length=120)] = ""
    category: Annotated[str, msgspec.Meta(max_length=80)] = ""
    site: Annotated[str, msgspec.Meta(max_length=80)] = ""
    kept: Annotated[str, msgspec.Meta(max_length=26)] = ""
    anyway: bool = False

    def claim(self) -> Claim:
        names = Claim.__struct_fields__
        return Claim(**{name: getattr(self, name) for name in names})


class DecisionForm(msgspec.Struct, frozen=True, kw_only=True):
    """Approve it, in which category it counts; or return it, and why."""

    verb: Literal["approve", "return"]
    category: Annotated[str, msgspec.Meta(max_length=80)] = ""
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""

    @property
    def decision(self) -> Decision:
        return Decision(self.verb, self.category.strip(), self.reason.strip())
