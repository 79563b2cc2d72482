"""Reminding people by hand: what would happen and why, then the button with the number, then a minute to stop it."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.codes import new_code
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.notices.actions import reminders
from courses.notices.forms import RemindForm
from courses.notices.queries.reminding import Asked, Line, Round, Sent, preview, round_of, sent

Any_ = Request[Any, Any, Any]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """People to whom the same happens for the same reason."""

    what: str
    why: str
    lines: tuple[Line, ...]


class RemindView(msgspec.Struct, frozen=True, kw_only=True):
    """Before reminders go: groups, the letter of one person, and the round's code; or after: what came of it."""

    slug: str
    zone: str
    asked: Asked
    code: str
    groups: tuple[Group, ...] = ()
    supervisors: tuple[str, ...] = ()
    number: int = 0
    to: str = ""
    subject: str = ""
    body: str = ""
    copied: str = ""
    count: int = 0
    sent: Sent | None = None


@get("/sites/{slug:str}/reminders", **needs(Permission.ASSIGN))
async def remind_page(
    request: Any_,
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    done: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Page[RemindView]:
    """Who would be written to, who not and why; with `done` what came of a round."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    came = await sent(site, done) if done else None
    if came:
        view = RemindView(slug=slug, zone=site.time_zone, asked=Asked(), code=done, sent=came)
        return Page("notices/remind.html", view)
    return Page("notices/remind.html", await _view(site, _asked(request), number))


@post("/sites/{slug:str}/reminders", **needs(Permission.ASSIGN))
async def remind(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Write to them, and to their supervisors."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    form = await forms.read(request, RemindForm)
    asked = Asked(people=form.people, overdue=form.overdue == "all", anyway=form.anyway)
    await reminders.remind(actor, site, asked, code=form.code, copies=form.copy_supervisor)
    return Moved(f"/sites/{slug}/reminders?done={form.code}")


@post("/sites/{slug:str}/reminders/{code:str}/undo", **needs(Permission.ASSIGN))
async def undo(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Stop what has not left yet."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    await reminders.stop(actor, site, code=code)
    return Moved(f"/sites/{slug}/reminders?done={code}")


def _asked(request: Any_) -> Asked:
    query = request.query_params
    people = tuple(query.getall("people", []))
    return Asked(people=people, overdue=query.get("overdue") == "all", anyway=query.get("anyway") == "yes")


async def _view(site: SiteRow, asked: Asked, number: int) -> RemindView:
    found = await round_of(site, asked, clock.now())
    going = found.of("send")
    place = min(max(number, 1), len(going))
    line = going[place - 1] if going else None
    subject, body = preview(found, line) if line else ("", "")
    return RemindView(
        slug=site.slug,
        zone=site.time_zone,
        asked=asked,
        code=new_code(),
        groups=_groups(found),
        supervisors=tuple(one.name for one in found.supervisors),
        number=place,
        to=line.person.name if line else "",
        subject=subject,
        body=body,
        copied=", ".join(one.name for one in line.supervisors) if line else "",
        count=len(going),
    )


def _groups(found: Round) -> tuple[Group, ...]:
    order = ("send", "hold", "cannot")
    reasons = dict.fromkeys((one.verdict.what, one.verdict.why) for one in found.lines)
    return tuple(
        Group(what=what, why=why, lines=tuple(one for one in found.of(what) if one.verdict.why == why))
        for what, why in sorted(reasons, key=lambda one: order.index(one[0]))
    )


ROUTES = [remind_page, remind, undo]
