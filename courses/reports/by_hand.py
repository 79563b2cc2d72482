"""Leave, and what staff set by hand, from the officer page; a faulty form brings the page back as typed."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import PersonRow, person_at_site, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.learning.actions import leave, overrides
from courses.reports import officers
from courses.reports.access import officer_enrolled, officer_on_leave
from courses.reports.views import OfficerView

Any_ = Request[Any, Any, Any]
Answer = Page[OfficerView] | Moved
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=300)]


class LeaveForm(msgspec.Struct, frozen=True):
    """Days of leave, both included, and the kind of it."""

    from_on: date
    reason: Reason
    until_on: date | None = None


class EndForm(msgspec.Struct, frozen=True):
    """The last day of a leave."""

    until_on: date


class LessonForm(msgspec.Struct, frozen=True):
    """A lesson to set as done, or back, and why."""

    lesson: Code
    reason: Reason
    done: bool = False


class DueForm(msgspec.Struct, frozen=True):
    """Another due date, or none, and why."""

    reason: Reason
    due_on: date | None = None


@post("/sites/{slug:str}/people/{code:str}/leave", **needs(Permission.ASSIGN))
async def enter_leave(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Answer:
    """Put an officer on leave."""
    site = await site_for(actor, slug, Permission.ASSIGN)

    async def work() -> None:
        form = await forms.read(request, LeaveForm)
        days = (form.from_on, form.until_on)
        await leave.enter_leave(actor, slug=slug, person=code, days=days, reason=form.reason)

    return await or_again(request, actor, await person_at_site(site.id, code), work)


@post("/sites/{slug:str}/leave/{code:str}/end", **needs(Permission.ASSIGN))
async def end_leave(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Answer:
    """Say which day was the last."""
    site = await site_for(actor, slug, Permission.ASSIGN)

    async def work() -> None:
        form = await forms.read(request, EndForm)
        await leave.end_leave(actor, slug=slug, code=code, last_day=form.until_on)

    return await or_again(request, actor, await officer_on_leave(site.id, code), work)


@post("/sites/{slug:str}/leave/{code:str}/undoing", **needs(Permission.ASSIGN))
async def undo_leave(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """It was entered by mistake."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    officer = await officer_on_leave(site.id, code)
    await leave.undo_leave(actor, slug=slug, code=code)
    return Moved(f"/sites/{slug}/people/{officer.code}")


@post("/sites/{slug:str}/enrollments/{code:str}/lesson", **needs(Permission.ASSIGN))
async def set_lesson(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Answer:
    """Set a lesson as done, or take that back."""
    site = await site_for(actor, slug, Permission.ASSIGN)

    async def work() -> None:
        form = await forms.read(request, LessonForm)
        await overrides.set_lesson(actor, slug=slug, code=code, key=form.lesson, done=form.done, reason=form.reason)

    return await or_again(request, actor, await officer_enrolled(site.id, code), work)


@post("/sites/{slug:str}/enrollments/{code:str}/due-date", **needs(Permission.ASSIGN))
async def set_due_date(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Answer:
    """Give a course another due date."""
    site = await site_for(actor, slug, Permission.ASSIGN)

    async def work() -> None:
        form = await forms.read(request, DueForm)
        await overrides.set_due_date(actor, slug=slug, code=code, due_on=form.due_on, reason=form.reason)

    return await or_again(request, actor, await officer_enrolled(site.id, code), work)


async def or_again(request: Any_, actor: Actor, officer: PersonRow, work: Callable[[], Awaitable[None]]) -> Answer:
    """The officer's page with what is true now, or with the form as typed and what is wrong with it."""
    slug = request.path_params["slug"]
    try:
        await work()
    except Invalid as refusal:
        typed = {name: str(value) for name, value in dict(await request.form()).items()}
        site = await site_for(actor, slug, Permission.ASSIGN)
        view = await officers.officer_view(actor, site, officer, clock.now())
        told = {"failed": request.url.path, "typed": typed, "errors": refusal.fields}
        return Page("reports/officer.html", msgspec.structs.replace(view, **told), status=422)
    return Moved(f"/sites/{slug}/people/{officer.code}")


ROUTES = [enter_leave, end_leave, undo_leave, set_lesson, set_due_date]
