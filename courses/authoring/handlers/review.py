"""The reviewer's pages: what waits, what changed in words, and the second person's decision."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.authoring import actions
from courses.authoring.access import reviewed_version
from courses.authoring.forms import NoteForm, ReasonForm
from courses.authoring.queries.lists import VersionLine, published_versions, review_queue
from courses.authoring.queries.reviewing import ReviewView, review_view
from courses.authoring.rules import NotReady

Asked = Request[Any, Any, Any]


class QueueView(msgspec.Struct, frozen=True):
    """What waits for a second person, and what learners get now."""

    waiting: tuple[VersionLine, ...]
    published: tuple[VersionLine, ...]


@get("/review", **needs(Permission.REVIEW))
async def queue() -> Page[QueueView]:
    """Versions in review, longest waiting first."""
    return Page("authoring/queue.html", QueueView(await review_queue(), await published_versions()))


@get("/review/{slug:str}/{number:int}", **needs(Permission.REVIEW))
async def review(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], group: FromQuery[str] = ""
) -> Page[ReviewView]:
    """What changed, whom it touches, what stands against it, and what was said."""
    version = await reviewed_version(actor, slug, number)
    return Page("authoring/review.html", await review_view(actor, version, group))


@post("/review/{slug:str}/{number:int}/notes", **needs(Permission.REVIEW))
async def write_note(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Page[ReviewView] | Moved:
    """Say something about the version or one of its lessons."""
    try:
        form = await forms.read(request, NoteForm)
    except Invalid as refusal:
        return await _again(actor, slug, number, refusal)
    await actions.add_note(actor, slug, number, body=form.body, lesson_key=form.lesson_key or None)
    return Moved(f"/review/{slug}/{number}#notes")


@post("/review/{slug:str}/{number:int}/return", **needs(Permission.REVIEW))
async def return_version(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Page[ReviewView] | Moved:
    """Give the version back to its authors with what to change."""
    try:
        form = await forms.read(request, NoteForm)
    except Invalid as refusal:
        return await _again(actor, slug, number, refusal)
    await actions.return_to_draft(actor, slug, number, note=form.body)
    return Moved("/review")


@post("/review/{slug:str}/{number:int}/publication", **needs(Permission.PUBLISH))
async def publish(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Page[ReviewView] | Moved:
    """Approve as the second person; new learners get this version from now on."""
    try:
        await actions.publish(actor, slug, number)
    except NotReady as refusal:
        return await _again(actor, slug, number, refusal)
    return Moved(f"/review/{slug}/{number}")


@post("/review/{slug:str}/{number:int}/retirement", **needs(Permission.PUBLISH))
async def retire(request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Moved:
    """Take the published version away from new learners, with a reason."""
    form = await forms.read(request, ReasonForm)
    await actions.retire(actor, slug, number, reason=form.reason)
    return Moved(f"/review/{slug}/{number}")


async def _again(actor: Actor, slug: str, number: int, refusal: Invalid | NotReady) -> Page[ReviewView]:
    view = await review_view(actor, await reviewed_version(actor, slug, number))
    errors = refusal.fields if isinstance(refusal, Invalid) else {"publication": refusal.sentence}
    return Page("authoring/review.html", msgspec.structs.replace(view, errors=errors), status=refusal.status)


ROUTES = [queue, review, write_note, return_version, publish, retire]
