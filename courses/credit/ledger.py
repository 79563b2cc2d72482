"""What people of a site completed, with the credit it brings in the site's state, and what was reported of it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy.sites.access import SiteRow
from courses.credit.profile import Profile
from courses.credit.rules.hours import Approval, Credit, Outside, Taken, counted, credit_of, credited_minutes
from courses.credit.rules.periods import Span, local_day
from courses.credit.tables import CourseCredit, CreditRow
from courses.learning.elsewhere.queries import approved_at_site
from courses.learning.tables import Completion


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The newest report of a completion. `minutes`: as the file said; the moment is None while nobody moved it on."""

    completion: int
    minutes: int
    code: str
    state: str
    note: str
    moved_at: datetime | None
    export: str


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


async def entries(site: SiteRow, profile: Profile, span: Span) -> tuple[Entry, ...]:
    """Every completion for the site in a span, oldest first: three statements."""
    first, last = _moments(span, site.time_zone)
    done = await _completions(site.id, first, last)
    approvals = await approvals_in(site.state_code)
    rows = await _newest_rows(site.id, first, last)
    return tuple(
        Entry(
            person_code=one["person_code"],
            name=one["name"],
            title=one["title"],
            credit=credit_of(_taken(one, site.time_zone), approvals, profile.credit),
            row=rows.get(one["id"]),
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


async def outside(site: SiteRow, profile: Profile, span: Span) -> tuple[Outside, ...]:
    """Training elsewhere that the site approved and that ended in a span: one statement."""
    found = await approved_at_site(site.id, span.first, span.last)
    return tuple(
        Outside(
            person_id=one.person_id,
            minutes=credited_minutes(one.minutes, profile.credit),
            on=one.ended_on,
            category=one.category,
        )
        for one in found
    )


def in_period(found: Iterable[Entry], span: Span) -> tuple[Entry, ...]:
    """Those that count in the period, the first of each course by each person."""
    by_completion = {one.credit.taken.completion_id: one for one in found}
    kept = counted([one.credit.taken for one in by_completion.values()], span)
    return tuple(by_completion[one.completion_id] for one in kept)


def _moments(span: Span, zone: str) -> tuple[datetime, datetime]:
    """Midnight at the site before the first day and after the last."""
    days: tuple[date, date] = (span.first, span.last + timedelta(days=1))
    first, last = (datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) for day in days)
    return first, last


async def _completions(site_id: int, first: datetime, last: datetime) -> list[dict[str, Any]]:
    return (
        await Completion.select(
            Completion.id,
            Completion.person.id.as_alias("person_id"),
            Completion.person.code.as_alias("person_code"),
            Completion.person.full_name.as_alias("name"),
            Completion.course.id.as_alias("course_id"),
            Completion.version.title.as_alias("title"),
            Completion.completed_at,
            Completion.contact_minutes,
            Completion.duplicate_of.completed_at.as_alias("repeats"),
        )
        .where(Completion.site == site_id, Completion.completed_at >= first, Completion.completed_at < last)
        .order_by(Completion.completed_at, Completion.id)
    )


async def _newest_rows(site_id: int, first: datetime, last: datetime) -> dict[int, Row]:
    done = CreditRow.completion
    found = (
        await CreditRow.select(
            CreditRow.code,
            done.id.as_alias("completion"),
            CreditRow.minutes,
            CreditRow.state,
            CreditRow.note,
            CreditRow.moved_at,
            CreditRow.export.code.as_alias("export"),
        )
        .where(done.site == site_id, done.completed_at >= first, done.completed_at < last)
        .order_by(CreditRow.id)
    )
    return {one["completion"]: Row(**one) for one in found}


def _taken(done: dict[str, Any], zone: str) -> Taken:
    return Taken(
        completion_id=done["id"],
        person_id=done["person_id"],
        course_id=done["course_id"],
        minutes=done["contact_minutes"],
        on=local_day(done["completed_at"], zone),
        repeats=local_day(done["repeats"], zone) if done["repeats"] else None,
    )
