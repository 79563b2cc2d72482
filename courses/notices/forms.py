"""What coordinators and readers send about letters."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec

from academy.errors import Invalid
from courses.notices.rules.plan import MOST_WEEKS, Plan, days_of
from courses.notices.rules.quiet import minute_of


class RemindForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to remind, as it stood on the page; `code` names the round, so that sending twice writes once."""

    code: Annotated[str, msgspec.Meta(min_length=20, max_length=26)]
    people: tuple[str, ...] = ()
    overdue: str = ""
    anyway: bool = False
    copy_supervisor: bool = False


class WordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Subject and body as they are typed; the rules say what is wrong with them."""

    subject: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    body: Annotated[str, msgspec.Meta(max_length=20_000)] = ""


class PlanForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which letters a site sends. Days are lists as people write them; hours are times of day."""

    assigned: bool = False
    before: Annotated[str, msgspec.Meta(max_length=60)] = ""
    overdue: bool = False
    weeks: Annotated[int, msgspec.Meta(ge=0, le=MOST_WEEKS)] = 0
    escalate_after: Annotated[int, msgspec.Meta(ge=0, le=365)] = 0
    digest: bool = False
    expiring: Annotated[str, msgspec.Meta(max_length=60)] = ""
    quiet_from: str = "22:00"
    quiet_until: str = "06:00"

    def plan(self) -> Plan:
        """The plan it says. Raises Invalid for the fields that cannot be read."""
        faults: dict[str, str] = {}
        read: dict[str, Any] = {}
        for name, reader, sentence in _READERS:
            try:
                read[name] = reader(getattr(self, name))
            except ValueError:
                faults[name] = sentence
        if faults:
            raise Invalid(fields=faults)
        same = ("assigned", "overdue", "weeks", "escalate_after", "digest")
        return Plan(**{name: getattr(self, name) for name in same}, **read)


_DAYS = "Write days as numbers from 1 to 366 with commas between them, for example 30, 14, 7, 1."
_TIME = "Write a time of day, for example 22:00."
_READERS: tuple[tuple[str, Callable[[str], Any], str], ...] = (
    ("before", days_of, _DAYS),
    ("expiring", days_of, _DAYS),
    ("quiet_from", minute_of, _TIME),
    ("quiet_until", minute_of, _TIME),
)


class ChoicesForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which letters somebody wants."""

    wanted: tuple[str, ...] = ()
