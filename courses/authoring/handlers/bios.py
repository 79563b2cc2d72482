"""An author's own words for those who approve courses."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.authoring.actions.bios import write_bio
from courses.authoring.queries.bios import own_bio

Asked = Request[Any, Any, Any]
HERE = "/account/bio"


class BioForm(msgspec.Struct, frozen=True):
    """Training, experience and what was taught before."""

    words: Annotated[str, msgspec.Meta(max_length=3000)] = ""


class BioView(msgspec.Struct, frozen=True):
    """The words as they stand, or as they were typed."""

    words: str
    saved: bool = False
    errors: dict[str, str] = {}


@get(HERE, **needs(Permission.AUTHOR))
async def bio(request: Asked, actor: NamedDependency[Actor]) -> Page[BioView]:
    """The own words, to change."""
    return Page("authoring/bio.html", BioView(await own_bio(actor.id), "saved" in request.query_params))


@post(HERE, **needs(Permission.AUTHOR))
async def save_bio(request: Asked, actor: NamedDependency[Actor]) -> Page[BioView] | Moved:
    """Save them; too long brings them back as typed."""
    try:
        form = await forms.read(request, BioForm)
    except Invalid as refusal:
        typed = str((await request.form()).get("words") or "")
        return Page("authoring/bio.html", BioView(typed, errors=refusal.fields), status=422)
    await write_bio(actor, form.words)
    return Moved(f"{HERE}?saved=1")


ROUTES = [bio, save_bio]
