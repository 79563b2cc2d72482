"""Exemptions from the officer page; a faulty form brings the page back as typed."""

from datetime import date
from typing import Any

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.sites.access import person_at_site, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved
from courses.learning.actions import exemptions
from courses.reports.access import officer_exempt
from courses.reports.by_hand import Answer, Code, Reason, or_again

Any_ = Request[Any, Any, Any]


class ExemptionForm(msgspec.Struct, frozen=True):
    """From which course, why, and the last day if there is one."""

    course: Code
    reason: Reason
    until_on: date | None = None


@post("/sites/{slug:str}/people/{code:str}/exemption", **needs(Permission.ASSIGN))
async def exempt(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Answer:
    """An officer need not take a course."""
    site = await site_for(actor, slug, Permission.ASSIGN)

    async def work() -> None:
        form = await forms.read(request, ExemptionForm)
        await exemptions.exempt(
            actor, slug=slug, person=code, course_slug=form.course, until_on=form.until_on, reason=form.reason
        )

    return await or_again(request, actor, await person_at_site(site.id, code), work)


@post("/sites/{slug:str}/exemptions/{code:str}/end", **needs(Permission.ASSIGN))
async def end_exemption(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """The course is owed again."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    officer = await officer_exempt(site.id, code)
    await exemptions.end_exemption(actor, slug=slug, code=code)
    return Moved(f"/sites/{slug}/people/{officer.code}")


ROUTES = [exempt, end_exemption]
"""Exemptions on the officer page."""
