"""My training: what is due, what one chose, what is done, in four statements however long the list."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import reading
from courses.learning.access import EnrollmentRow, enrollments_of
from courses.learning.elsewhere.queries import Elsewhere, approved_of
from courses.learning.queries.outline import Standing, standing_of
from courses.learning.roll_calls.queries import TakenPart, parts_of_person
from courses.learning.rules.enrollment import days_from, due_moment, is_overdue
from courses.learning.standing import steps_of


class Due(msgspec.Struct, frozen=True):
    """When a course is due where the site is. `days` from now, negative once past."""

    at: datetime
    zone: str
    days: int
    is_over: bool


class TrainingCard(msgspec.Struct, frozen=True):
    """A course in work."""

    code: str
    href: str
    title: str
    due: Due | None
    reason: str
    assigned_by: str | None
    is_assigned: bool
    started_at: datetime | None
    standing: Standing
    due_given: date | None


class DoneRow(msgspec.Struct, frozen=True):
    """A completed course with its proof. `is_duplicate`: completed before in the same year, so it adds no hours."""

    href: str
    title: str
    version_number: int
    completed_at: datetime
    contact_minutes: int
    proof: str
    cycle: int
    is_duplicate: bool


class MyTraining(msgspec.Struct, frozen=True):
    """`urgent` is overdue or has a date, most pressing first; `chosen` has none; `minutes_this_year` are done here.

    elsewhere: what was approved of training outside this academy, oldest first; roll_calls: attested ones, too.
    """

    sentence: str
    urgent: tuple[TrainingCard, ...]
    chosen: tuple[TrainingCard, ...]
    done: tuple[DoneRow, ...]
    year: int
    minutes_this_year: int
    elsewhere: tuple[Elsewhere, ...] = ()
    roll_calls: tuple[TakenPart, ...] = ()


async def my_training(actor: Actor) -> MyTraining:
    """Everything of one learner on one screen."""
    at = clock.now()
    async with reading():
        rows = await enrollments_of(actor)
        steps = await steps_of([row.id for row in rows if row.is_open])
        elsewhere = await approved_of(actor.id)
        roll_calls = await parts_of_person(actor.id)
    cards = [_card(row, standing_of(row, steps[row.id]), at) for row in rows if row.is_open]
    done = tuple(_done(row) for row in rows if row.state == "completed")
    urgent = tuple(sorted((card for card in cards if card.due), key=lambda card: card.due.at if card.due else at))
    year = at.astimezone(ZoneInfo(actor.zone)).year
    return MyTraining(
        sentence=_sentence(urgent, len(cards), sum(one.is_owed for one in roll_calls)),
        urgent=urgent,
        chosen=tuple(card for card in cards if not card.due),
        done=done,
        elsewhere=elsewhere,
        roll_calls=roll_calls,
        year=year,
        minutes_this_year=sum(
            row.contact_minutes
            for row in done
            if not row.is_duplicate and row.completed_at.astimezone(ZoneInfo(actor.zone)).year == year
        ),
    )


def due_of(row: EnrollmentRow, at: datetime) -> Due | None:
    """The due moment of an enrollment that is still open."""
    if row.due_on is None or not row.is_open:
        return None
    days = days_from(row.due_on, row.zone, at)
    return Due(due_moment(row.due_on, row.zone), row.zone, days, is_overdue(row.due_on, row.zone, at))


def _card(row: EnrollmentRow, standing: Standing, at: datetime) -> TrainingCard:
    assigned = row.source == "assigned" or row.assigned_by is not None
    return TrainingCard(
        code=row.code,
        href=row.path,
        title=row.title,
        due=due_of(row, at),
        reason=row.reason,
        assigned_by=row.assigned_by,
        is_assigned=assigned,
        started_at=row.started_at,
        standing=standing,
        due_given=row.due_given,
    )


def _done(row: EnrollmentRow) -> DoneRow:
    proof = f"/completions/{row.completion_code}/certificate" if row.completion_code else ""
    completed_at = row.completed_at or row.created_at
    return DoneRow(
        href=f"{row.path}/completion",
        title=row.title,
        version_number=row.version_number,
        completed_at=completed_at,
        contact_minutes=row.contact_minutes,
        proof=proof,
        cycle=row.cycle,
        is_duplicate=row.duplicate_of is not None,
    )


def _sentence(urgent: tuple[TrainingCard, ...], open_count: int, owed: int) -> str:
    late = sum(1 for card in urgent if card.due and card.due.is_over)
    if late:
        return "One course is past its date." if late == 1 else f"{late} courses are past their dates."
    if urgent:
        return (
            "One course has a date."
            if len(urgent) == 1
            else f"{len(urgent)} courses have dates; the next one is first."
        )
    if owed:
        return "A roll call is to be made up." if owed == 1 else f"{owed} roll calls are to be made up."
    return "Nothing is due." if open_count else "Nothing is due. Choose a course whenever you like."
