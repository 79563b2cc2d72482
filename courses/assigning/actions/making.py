"""Making an assignment of what was chosen, and keeping what was chosen so far."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import NotFound
from academy.sites.access import SiteRow
from courses.assigning.actions.audited import Audited
from courses.assigning.choice import Choice
from courses.assigning.members import members_at, receivers, scopes_of, units_at
from courses.assigning.rules import NothingToAssign
from courses.assigning.targets import Target
from courses.learning.actions.assignments import NewAssignment, put_on_record
from courses.learning.actions.giving import Given, give
from courses.learning.assignments.tables import Assignment, AssignmentDraft
from courses.learning.rules.overrides import require_day_to_come


class Made(msgspec.Struct, frozen=True):
    """The assignment's code and what came of it. An assignment made of the same draft before is that one."""

    code: str
    given: Given = Given()


def require_assigner(actor: Actor, site: SiteRow) -> None:
    """Raises NotFound."""
    if not actor.may(Permission.ASSIGN, site.id):
        raise NotFound()


def day_at(site: SiteRow) -> date:
    """The site's day."""
    return clock.now().astimezone(ZoneInfo(site.time_zone)).date()


async def make(actor: Actor, *, site: SiteRow, target: Target, choice: Choice) -> Made:
    """Assign a course or path to everybody the scope asks. Raises NotFound, NothingToAssign, DayOver.

    Sent twice from the same draft it is one assignment.
    """
    require_assigner(actor, site)
    today = day_at(site)
    require_day_to_come(choice.due.on, today)
    async with writing():
        if choice.draft and (before := await _made_of(site, choice.draft)):
            return Made(before)
        members, units = await members_at(site.id), await units_at(site.id)
        whom = choice.whom(units)
        people = [one for one in members if whom.asks(one)]
        if not target.courses or (not people and not choice.joiners):
            raise NothingToAssign()
        people_asked = msgspec.structs.replace(whom, people=whom.people & {one.code for one in members})
        scopes = await scopes_of(people_asked, units)
        new = NewAssignment(
            site_id=site.id, target=target.kind, target_key=target.slug, title=target.title, courses=target.courses,
            scopes=scopes, reason=choice.reason, due=choice.due, cycle=choice.cycle, joiners=choice.joiners,
            again=choice.again, draft=choice.draft or None,
        )  # fmt: skip
        code, order = await put_on_record(actor, new, today)
        given = await give(order, receivers(people), today)
        await close_draft(actor, choice.draft)
        subject = Subject("assignment", order.assignment_id, site.id)
        told = {"people": len(people), "enrolled": given.enrolled, "waiting": given.waiting}
        await record(actor, Audited.MADE, subject, title=target.title, **told)
    return Made(code, given)


async def _made_of(site: SiteRow, draft: str) -> str:
    row = await Assignment.select(Assignment.code).where(Assignment.draft == draft, Assignment.site == site.id).first()
    return str(row["code"]) if row else ""


async def close_draft(actor: Actor, draft: str) -> None:
    """What was chosen is done now; the draft is offered no more."""
    values: dict[Column | str, object] = {AssignmentDraft.done_at: clock.now()}
    await AssignmentDraft.update(values).where(AssignmentDraft.code == draft, AssignmentDraft.person == actor.id)


async def keep_draft(actor: Actor, *, site: SiteRow, choice: Choice) -> str:
    """Keep what was chosen so far, in the draft it came from or a new one; gives its code. Raises NotFound."""
    require_assigner(actor, site)
    code = choice.draft or new_code()
    chosen = msgspec.json.encode(msgspec.structs.replace(choice, draft=code)).decode()
    values: dict[Column | str, object] = {AssignmentDraft.chosen: chosen, AssignmentDraft.saved_at: clock.now()}
    async with writing():
        own = (AssignmentDraft.code == code, AssignmentDraft.site == site.id, AssignmentDraft.person == actor.id)
        if (
            not await AssignmentDraft.update(values)
            .where(*own, AssignmentDraft.done_at.is_null())
            .returning(AssignmentDraft.id)
        ):
            code = new_code()
            row = AssignmentDraft(
                code=code, site=site.id, person=actor.id, saved_at=clock.now(),
                chosen=msgspec.json.encode(msgspec.structs.replace(choice, draft=code)).decode(),
            )  # fmt: skip
            await AssignmentDraft.insert(row)
    return code
