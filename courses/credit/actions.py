"""Exporting completions for a state, saying what became of them, and recording what a state gave for a course."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import insert_many, move_row, writing
from academy.errors import Invalid, NotFound
from academy.sites.access import SiteRow
from courses.authoring.tables import Course
from courses.credit.beside import Beside, beside, in_span
from courses.credit.ledger import Entry, entries, in_period
from courses.credit.profile import Profile
from courses.credit.rules.periods import Span
from courses.credit.rules.reporting import NOT_CHOSEN, CannotApprove, NothingToExport, move
from courses.credit.tables import CourseCredit, CreditExport, CreditRow, CreditTraining


class Audited(StrEnum):
    """What this area writes into the audit log."""

    EXPORTED = "credit:export:create"
    MOVED = "credit:row:move"
    APPROVED = "credit:course:approve"


class NewApproval(msgspec.Struct, frozen=True, kw_only=True):
    """What a state's letter says about a course."""

    course: str
    state_code: str
    minutes: int
    approved_by: str
    since: date
    number: str = ""
    category: str = ""


async def export(actor: Actor, *, site: SiteRow, profile: Profile, span: Span, with_unapproved: bool) -> str:
    """Export what counts in the period and is with the state neither now nor before; gives the export's code.

    with_unapproved: also courses the state approved nothing for. Raises NotFound, NothingToExport.
    """
    if not actor.may(Permission.EXPORT, site.id):
        raise NotFound()
    async with writing():
        found = in_period(await entries(site, profile, span), span)
        chosen = [one for one in found if one.is_free and (with_unapproved or one.credit.approval)]
        others = [one for one in in_span(await beside(site, profile, span), span) if one.is_reportable]
        if not chosen and not others:
            raise NothingToExport()
        made = CreditExport(
            code=new_code(),
            site=site.id,
            state_code=profile.state,
            period_from=span.first,
            period_to=span.last,
            made_by=actor.id,
        )
        [row] = await CreditExport.insert(made).returning(CreditExport.id)
        await insert_many([_row(one, row["id"], actor) for one in chosen])
        await insert_many([_training(one, row["id"], actor) for one in others])
        subject = Subject("credit_export", row["id"], site.id)
        told = {"rows": len(chosen), "others": len(others)}
        await record(actor, Audited.EXPORTED, subject, state=profile.state, until=str(span.last), **told)
    return made.code


async def mark(actor: Actor, *, site_id: int, codes: tuple[str, ...], verb: str, note: str) -> int:
    """Say what became of exported completions: all of them or none; gives how many.

    Raises NotFound for rows of another site, Invalid without rows or, when refused, without the reason; CannotMove.
    """
    if not actor.may(Permission.EXPORT, site_id):
        raise NotFound()
    faults = {} if codes else {"row": NOT_CHOSEN}
    if verb == "refuse" and not note.strip():
        faults["note"] = "Write why the state refused: whoever asks later reads it here."
    if faults:
        raise Invalid(fields=faults)
    async with writing():
        rows = await _rows(site_id, codes)
        for one in rows:
            new = move(one.old, verb)
            told = {"moved_at": clock.now(), "moved_by": actor.id, "note": note.strip()}
            await move_row(one.table.state, one.id, old=one.old, new=new, **told)
            subject = Subject(one.table._meta.tablename, one.id, site_id)
            await record(actor, Audited.MOVED, subject, state=new, note=note.strip(), **one.of)
    return len(rows)


async def approve(actor: Actor | None, new: NewApproval) -> int:
    """Record what a state gave for a course from a day on; an earlier record of the same day is not overwritten.

    actor None: whoever runs the academy, at its command line. Raises NotFound, CannotApprove, and Conflict where this
    day has one already.
    """
    if actor and not actor.may(Permission.ADMINISTER):
        raise NotFound()
    if new.minutes < 1 or not new.approved_by.strip():
        raise CannotApprove(fields={"approved_by": "Write who approved it and for how many minutes, as in the letter."})
    async with writing():
        course = await Course.select(Course.id).where(Course.slug == new.course).first()
        if course is None:
            raise NotFound()
        row = CourseCredit(
            course=course["id"],
            state_code=new.state_code,
            state_course_number=new.number.strip(),
            category=new.category.strip(),
            minutes=new.minutes,
            approved_by=new.approved_by.strip(),
            since=new.since,
        )
        [made] = await CourseCredit.insert(row).returning(CourseCredit.id)
        subject = Subject("course_credit", made["id"])
        said = {"course": new.course, "state": new.state_code, "since": str(new.since)}
        await record(actor, Audited.APPROVED, subject, minutes=new.minutes, **said)
    return int(made["id"])


def _row(one: Entry, export_id: int, actor: Actor) -> CreditRow:
    approval = one.credit.approval
    return CreditRow(
        code=new_code(),
        export=export_id,
        completion=one.credit.taken.completion_id,
        minutes=one.credit.minutes,
        category=one.credit.category,
        state_course_number=approval.number if approval else "",
        state="exported",
        moved_at=clock.now(),
        moved_by=actor.id,
    )


def _training(one: Beside, export_id: int, actor: Actor) -> CreditTraining:
    return CreditTraining(
        code=new_code(),
        export=export_id,
        kind=one.outside.kind,
        subject_id=one.subject_id,
        minutes=one.outside.minutes,
        category=one.outside.category,
        state="exported",
        moved_at=clock.now(),
        moved_by=actor.id,
    )


class _Exported(msgspec.Struct, frozen=True):
    """A row that was exported, of which table, and what it is about."""

    table: type[CreditRow] | type[CreditTraining]
    id: int
    old: str
    of: dict[str, int | str]


async def _rows(site_id: int, codes: Iterable[str]) -> list[_Exported]:
    wanted = list(dict.fromkeys(codes))
    done = (
        await CreditRow.select(CreditRow.id, CreditRow.state, CreditRow.completion)
        .where(CreditRow.code.is_in(wanted), CreditRow.export.site == site_id)
        .order_by(CreditRow.id)
    )
    there = CreditTraining
    others = (
        await there.select(there.id, there.state, there.kind, there.subject_id)
        .where(there.code.is_in(wanted), there.export.site == site_id)
        .order_by(there.id)
    )
    if len(done) + len(others) < len(wanted):
        raise NotFound()
    return [
        *(_Exported(CreditRow, one["id"], one["state"], {"completion": one["completion"]}) for one in done),
        *(_Exported(there, one["id"], one["state"], {one["kind"]: one["subject_id"]}) for one in others),
    ]
