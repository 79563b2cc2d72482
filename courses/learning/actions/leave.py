"""Leave of an officer: entered, ended and undone by staff of the site; each time the due dates follow."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from piccolo.columns import Column

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import NotFound
from academy.facts import announce
from academy.sites.access import SiteRow, person_at_site, site_for
from courses.learning.facts import TrainingChanged
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.rules.leave import Away, LeaveOver, OwnRecord, due_with_leave, require_order
from courses.learning.tables import Enrollment, Leave

Values = dict[Column | str, object]


class Audited(StrEnum):
    """What leave writes into the audit log."""

    ENTERED = "learning:leave:enter"
    ENDED = "learning:leave:end"
    UNDONE = "learning:leave:undo"


async def enter_leave(actor: Actor, *, slug: str, person: str, days: tuple[date, date | None], reason: str) -> None:
    """Put an officer on leave from the first to the second day; due dates move by its days, or pause without an end.

    Raises NotFound, OwnRecord, LeaveBackwards.
    """
    from_on, until_on = days
    require_order(from_on, until_on)
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        officer = await person_at_site(site.id, person)
        _require_other(actor, officer.id)
        row = Leave(
            code=new_code(), person=officer.id, site=site.id, from_on=from_on, until_on=until_on, reason=reason,
            given_by=actor.id,
        )  # fmt: skip
        made = await Leave.insert(row).returning(Leave.id)
        about = Subject("leave", made[0]["id"], site.id)
        said = {"from_on": str(from_on), "until_on": str(until_on or ""), "reason": reason}
        await record(actor, Audited.ENTERED, about, person=officer.id, **said)
        await move_due_dates(site.id, [officer.id])


async def end_leave(actor: Actor, *, slug: str, code: str, last_day: date) -> None:
    """Say which day of a leave was the last. Raises NotFound, OwnRecord, LeaveOver, LeaveBackwards."""
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        leave = await _leave_at(actor, site, code)
        require_order(leave.from_on, last_day)
        await _change(leave, {"until_on": last_day, "ended_by": actor.id, "ended_at": clock.now()})
        about = Subject("leave", leave.id, site.id)
        await record(actor, Audited.ENDED, about, until_on=str(last_day), before=str(leave.until_on or ""))
        await move_due_dates(site.id, [leave.person])


async def undo_leave(actor: Actor, *, slug: str, code: str) -> None:
    """A leave entered by mistake: it stays on record and counts for nothing. Raises NotFound, OwnRecord, LeaveOver."""
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        leave = await _leave_at(actor, site, code)
        await _change(leave, {"undone_at": clock.now(), "ended_by": actor.id})
        await record(actor, Audited.UNDONE, Subject("leave", leave.id, site.id), person=leave.person)
        await move_due_dates(site.id, [leave.person])


async def move_due_dates(site_id: int, people: Collection[int]) -> None:
    """Count the due dates of open courses anew, from the dates that were set and the leave on record.

    People without any leave, the most by far, are not looked at one by one.
    """
    leaves = await _leaves(site_id, people)
    if not leaves:
        return
    columns = (
        *(Enrollment.id, Enrollment.person, Enrollment.created_at, Enrollment.site.time_zone.as_alias("zone")),
        *(Enrollment.due_on, Enrollment.due_given, Enrollment.due_set_on),
    )
    taken = (Enrollment.person.is_in([*leaves]), Enrollment.site == site_id, Enrollment.state.is_in([*OPEN_STATES]))
    for row in await Enrollment.select(*columns).where(*taken):
        given = row["due_given"] or row["due_on"]
        if given is not None:
            set_on = row["due_set_on"] or row["created_at"].astimezone(ZoneInfo(row["zone"])).date()
            due = due_with_leave(set_on, given, leaves[row["person"]])
            values: Values = {Enrollment.due_on: due, Enrollment.due_given: given if due != given else None}
            await Enrollment.update(values).where(Enrollment.id == row["id"])
    await announce(TrainingChanged(site_id))


async def _leaves(site_id: int, people: Collection[int]) -> dict[int, list[Away]]:
    """By person; who had leave and it was undone has an empty list: their dates may have to go back."""
    on_record = (Leave.site == site_id, Leave.person.is_in([*people]))
    columns = (Leave.person, Leave.from_on, Leave.until_on, Leave.undone_at)
    found: dict[int, list[Away]] = {}
    for row in await Leave.select(*columns).where(*on_record):
        away = [Away(row["from_on"], row["until_on"])] if row["undone_at"] is None else []
        found.setdefault(row["person"], []).extend(away)
    return found


async def _leave_at(actor: Actor, site: SiteRow, code: str) -> Leave:
    leave = await Leave.objects().where(Leave.code == code, Leave.site == site.id).first()
    if leave is None:
        raise NotFound()
    _require_other(actor, leave.person)
    return leave


async def _change(leave: Leave, values: dict[str, object]) -> None:
    """Only a leave that was neither ended by hand nor undone changes."""
    as_it_was = (Leave.id == leave.id, Leave.undone_at.is_null(), Leave.ended_at.is_null())
    changes: Values = dict(values.items())
    if not await Leave.update(changes).where(*as_it_was).returning(Leave.id):
        raise LeaveOver()


def _require_other(actor: Actor, person_id: int) -> None:
    if actor.id == person_id:
        raise OwnRecord()
