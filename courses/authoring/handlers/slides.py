"""The editor of a lecture made of slides: seen before it is made, and made when it is saved."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.authoring import actions
from courses.authoring.access import authored_version
from courses.authoring.edits import SetSlides
from courses.authoring.queries.editors import open_up
from courses.authoring.queries.slide_editor import Drawn, SlidesView, drawn, slides_view
from courses.authoring.recordings import ask_for_lectures
from courses.authoring.rules import CannotMove, StaleRevision
from courses.authoring.slide_form import SlidesForm
from courses.content.slides import readable

Refused = Invalid | StaleRevision | CannotMove


@get("/authoring/{slug:str}/{number:int}/lessons/{key:str}/slides", **needs(Permission.AUTHOR))
async def show_slides(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Page[SlidesView]:
    """The editor with what is saved."""
    opened = await open_up(await authored_version(actor, slug, number))
    return Page("authoring/slides.html", await slides_view(actor, opened, key))


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}/slides", **needs(Permission.AUTHOR))
async def write_slides(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Page[SlidesView] | Moved:
    """Save the slides and have their lecture made, or only show them; whatever is refused comes back as typed."""
    form = await forms.read(request, SlidesForm)
    version = await authored_version(actor, slug, number)
    opened = await open_up(version)
    seen = await drawn(opened, key, form.deck)
    if form.preview or seen.faults:
        return _again(await slides_view(actor, opened, key), form, seen)
    try:
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=SetSlides(key, seen.text))
    except (Invalid, StaleRevision, CannotMove) as refusal:
        opened = await open_up(await authored_version(actor, slug, number))
        return _again(await slides_view(actor, opened, key), form, seen, refusal)
    await ask_for_lectures(actor, version.id, lessons=[key])
    return Moved(f"/authoring/{slug}/{number}/lessons/{key}/slides")


@post("/authoring/{slug:str}/{number:int}/lectures", **needs(Permission.AUTHOR))
async def make_lectures(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Moved:
    """Have all lectures of a version made that nobody has opened yet."""
    version = await authored_version(actor, slug, number)
    await ask_for_lectures(actor, version.id)
    return Moved(f"/authoring/{slug}/{number}")


def _again(view: SlidesView, form: SlidesForm, seen: Drawn, refusal: Refused | None = None) -> Page[SlidesView]:
    """The editor with the text as typed, and how it looks as far as it can be drawn."""
    stale = isinstance(refusal, StaleRevision)
    status = refusal.status if refusal else 422 if seen.faults else 200
    typed = SlidesForm(view.form.revision if stale else form.revision, seen.text or form.deck)
    view = replace(
        view,
        form=typed,
        slides=readable(seen.text),
        pictures=seen.pictures,
        faults=seen.faults,
        errors={"deck": refusal.sentence} if refusal else {},
        theirs=view.form.deck if stale else "",
    )
    return Page("authoring/slides.html", view, status=status)


ROUTES = [show_slides, write_slides, make_lectures]
