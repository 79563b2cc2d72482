"""Pages and papers for those who lead training, and the card a learner prints."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Page
from academy.web.paper import paper
from courses.teaching.access import planned_version
from courses.teaching.cards import Card, card_for
from courses.teaching.forms import SheetForm
from courses.teaching.plan import plan_of
from courses.teaching.roll_calls import Pack, Sheet, pack_for, zone_words

Asked = Request[Any, Any, Any]


class SheetView(msgspec.Struct, frozen=True):
    """An attendance sheet: the pack it is for, its head as filled in, and the zone of its times: "EST, New York"."""

    pack: Pack
    head: SheetForm
    zone: str


@get("/courses/{slug:str}/versions/{number:int}/lesson-plan.pdf", **needs(Permission.SEE_PLANS))
async def lesson_plan(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    """The plan of a version, as a state POST reviewer expects it; without questions and answers."""
    plan = await plan_of(await planned_version(actor, slug, number))
    return await paper(request, "teaching/plan.html", plan, name=f"Lesson plan {plan.content.code} version {number}")


# Signed in is enough, here and below: whoever leads nobody gets the pack without its answers.
@get("/courses/{slug:str}/versions/{number:int}/roll-call/{key:str}", **needs(Permission.SIGNED_IN))
async def roll_call(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Page[Pack]:
    """Ten minutes for a sergeant: what to say, the scenario, three questions, and the sheet to print."""
    return Page("teaching/roll_call.html", await pack_for(actor, slug, number, key))


@get("/courses/{slug:str}/versions/{number:int}/roll-call/{key:str}/attendance.pdf", **needs(Permission.SIGNED_IN))
async def attendance(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Response[bytes] | Page[Pack]:
    """The attendance sheet of a pack with its head filled in; a faulty field brings the page back as typed."""
    pack = await pack_for(actor, slug, number, key)
    typed = {name: request.query_params.get(name, "") for name in Sheet.__struct_fields__}
    try:
        head = forms.parse(typed, SheetForm)
    except Invalid as refusal:
        again = msgspec.structs.replace(pack, sheet=Sheet(**typed), errors=refusal.fields)
        return Page("teaching/roll_call.html", again, status=refusal.status)
    return await paper(
        request,
        "teaching/attendance.html",
        SheetView(pack, head, zone_words(head.held_on, actor.zone)),
        name=f"Attendance {pack.title}",
    )


@get("/enrollments/{code:str}/lessons/{key:str}/card", **needs(Permission.LEARN))
async def card(actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]) -> Page[Card]:
    """The take-away card of a lesson, for the browser's printer."""
    return Page("teaching/card.html", await card_for(actor, code, key))


@get("/enrollments/{code:str}/lessons/{key:str}/card.pdf", **needs(Permission.LEARN))
async def card_paper(
    request: Asked, actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]
) -> Response[bytes]:
    """The same card as PDF, to keep on a phone."""
    view = await card_for(actor, code, key)
    return await paper(request, "teaching/card_paper.html", view, name=f"Take-away {view.title}")


ROUTES = [lesson_plan, roll_call, attendance, card, card_paper]
