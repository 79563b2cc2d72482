"""What people of a site completed, with the credit it brings in the site's state, and what was reported of it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from academy.sites.access import SiteRow
from courses.credit.beside import Row, moments, row_of
from courses.credit.profile import Profile
from courses.credit.rules.hours import Approval, Credit, Taken, counted, credit_of
from courses.credit.rules.periods import Span, local_day
from courses.credit.tables import CourseCredit
from courses.learning.tables import Completion


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A completion, its credit, and its newest report (None: never exported)."""

    person_code: str
    name: str
    title: str
    credit: Credit
    row: Row | None

    @property
    def is_free(self) -> bool:
        """Whether it may be exported: never was, or was refused."""
        return self.row is None or self.row.state == "refused"

    @property
    def reported_minutes(self) -> int | None:
        """What the state was told, where that is not today's credit: it was approved, or approved anew, since."""
        if self.is_free or self.row is None or self.row.minutes == self.credit.minutes:
            return None
        return self.row.minutes


_COMPLETIONS = """
    SELECT k.id, k.person AS person_id, p.code AS person_code, p.full_name AS name, k.course AS course_id, v.title,
        k.completed_at, k.contact_minutes, d.completed_at AS repeats, n.code AS row_code, n.minutes AS row_minutes,
        n.state AS row_state, n.note AS row_note, n.moved_at AS row_moved_at, e.code AS row_export
    FROM completion k JOIN person p ON p.id = k.person JOIN course_version v ON v.id = k.version
        LEFT JOIN completion d ON d.id = k.duplicate_of
        LEFT JOIN credit_row n ON n.id = (SELECT max(o.id) FROM credit_row o WHERE o.completion = k.id)
        LEFT JOIN credit_export e ON e.id = n.export
    WHERE k.site = {} AND k.completed_at >= {} AND k.completed_at < {} ORDER BY k.completed_at, k.id
"""


async def entries(site: SiteRow, profile: Profile, span: Span) -> tuple[Entry, ...]:
    """Every completion for the site in a span, oldest first: two statements."""
    done = await Completion.raw(_COMPLETIONS, site.id, *moments(span, site.time_zone))
    approvals = await approvals_in(site.state_code)
    return tuple(
        Entry(
            person_code=one["person_code"],
            name=one["name"],
            title=one["title"],
            credit=credit_of(_taken(one, site.time_zone), approvals, profile.credit),
            row=row_of(one),
        )
        for one in done
    )


async def approvals_in(state_code: str) -> tuple[Approval, ...]:
    """What a state gave for our courses."""
    found = await CourseCredit.select().where(CourseCredit.state_code == state_code).order_by(CourseCredit.since)
    return tuple(
        Approval(
            course_id=one["course"],
            minutes=one["minutes"],
            since=one["since"],
            category=one["category"],
            number=one["state_course_number"],
            by=one["approved_by"],
        )
        for one in found
    )


def in_period(found: Iterable[Entry], span: Span) -> tuple[Entry, ...]:
    """Those that count in the period, the first of each course by each person."""
    by_completion = {one.credit.taken.completion_id: one for one in found}
    kept = counted([one.credit.taken for one in by_completion.values()], span)
    return tuple(by_completion[one.completion_id] for one in kept)


def _taken(done: dict[str, Any], zone: str) -> Taken:
    return Taken(
        completion_id=done["id"],
        person_id=done["person_id"],
        course_id=done["course_id"],
        minutes=done["contact_minutes"],
        on=local_day(done["completed_at"], zone),
        repeats=local_day(done["repeats"], zone) if done["repeats"] else None,
    )
