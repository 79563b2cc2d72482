"""What the officer page shows."""

from datetime import date

import msgspec

from academy.sites.access import PersonRow
from courses.learning.elsewhere.queries import Elsewhere
from courses.learning.roll_calls.queries import TakenPart
from courses.learning.set_by_staff import SetLine
from courses.notices.queries.told import Told
from courses.reports.earlier import Earlier
from courses.reports.exemption_lines import ExemptionLine
from courses.reports.queries import Happened, LeaveLine, Record
from courses.reports.rules import Cell


class Course(msgspec.Struct, frozen=True):
    """One enrollment with its state and what is missing of it, in sentences.

    asked: how questions inside its lectures were answered, only for readers who run training here. active_minutes: how
    long the officer was on its pages, None where that was never measured. earlier: the times before, newest first.
    lessons: those that staff may set as done, by key and name.
    """

    record: Record
    cell: Cell
    missing: tuple[str, ...]
    asked: str = ""
    active_minutes: int | None = None
    earlier: tuple["Course", ...] = ()
    set_by_staff: tuple[SetLine, ...] = ()
    lessons: tuple[tuple[str, str], ...] = ()


class OfficerView(msgspec.Struct, frozen=True, kw_only=True):
    """The officer page. `can_assign`: whether the reader may also assign; `can_set`: change this
    record, which nobody does with their own; `can_see_evidence`: open the file
    with answers, for a reason. `taught`: from what an officer can be exempt, address and title. `failed`: the address
    of the form that was refused, with what was typed and why.
    """

    site_slug: str
    site: str
    zone: str
    person: PersonRow
    courses: tuple[Course, ...]
    timeline: tuple[Happened, ...]
    minutes_done: int
    can_assign: bool
    can_set: bool = False
    can_see_evidence: bool = False
    leaves: tuple[LeaveLine, ...] = ()
    exemptions: tuple[ExemptionLine, ...] = ()
    taught: tuple[tuple[str, str], ...] = ()
    today: date
    failed: str = ""
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    elsewhere: tuple[Elsewhere, ...] = ()
    earlier: Earlier = Earlier(answer="")
    roll_calls: tuple[TakenPart, ...] = ()
    told: tuple[Told, ...] = ()
