"""The editor of a situation that several questions share."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid, NotFound
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.authoring import actions
from courses.authoring.access import authored_version
from courses.authoring.edits import PutStimulus, RemoveStimulus
from courses.authoring.forms import RevisionForm, SituationForm
from courses.authoring.keys import new_key
from courses.authoring.queries.editors import Opened, Workbench, open_up, workbench
from courses.authoring.rules import CannotMove, StaleRevision

NEW = "new"
"""In an address, in place of a key: the situation is not written yet."""


class SituationView(msgspec.Struct, frozen=True, kw_only=True):
    """A situation in the editor. `asked`: keys and stems of the questions that share it."""

    bench: Workbench
    key: str
    form: SituationForm
    asked: tuple[tuple[str, str], ...]
    errors: dict[str, str] = {}


@get("/authoring/{slug:str}/{number:int}/situations/{key:str}", **needs(Permission.AUTHOR))
async def situation(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Page[SituationView]:
    """The editor with what is saved, or empty for a new one."""
    opened = await open_up(await authored_version(actor, slug, number))
    return Page("authoring/situation.html", _view(opened, key))


@post("/authoring/{slug:str}/{number:int}/situations/{key:str}", **needs(Permission.AUTHOR))
async def write_situation(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Page[SituationView] | Moved:
    """Save the situation; whatever is refused comes back as typed."""
    form = await forms.read(request, SituationForm)
    view = _view(await open_up(await authored_version(actor, slug, number)), key)
    try:
        edit = PutStimulus(form.stimulus(new_key(form.title) if key == NEW else key), is_new=key == NEW)
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=edit)
    except (Invalid, StaleRevision, CannotMove) as refusal:
        return _again(view, form, refusal)
    return Moved(f"/authoring/{slug}/{number}/questions#situations")


@post("/authoring/{slug:str}/{number:int}/situations/{key:str}/removal", **needs(Permission.AUTHOR))
async def remove_situation(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Moved:
    """Take the situation away from all of its questions, and out of the bank."""
    form = await forms.read(request, RevisionForm)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=RemoveStimulus(key))
    return Moved(f"/authoring/{slug}/{number}/questions#situations")


def _again(
    view: SituationView, form: SituationForm, refusal: Invalid | StaleRevision | CannotMove
) -> Page[SituationView]:
    errors = refusal.fields if isinstance(refusal, Invalid) else {}
    stale = isinstance(refusal, StaleRevision)
    shown = msgspec.structs.replace(form, revision=view.form.revision) if stale else form
    view = msgspec.structs.replace(view, form=shown, errors=errors or {"title": refusal.sentence})
    return Page("authoring/situation.html", view, status=refusal.status)


def _view(opened: Opened, key: str) -> SituationView:
    written = next((one for one in opened.content.stimuli if one.key == key), None)
    if written is None and key != NEW:
        raise NotFound()
    revision = opened.version.revision
    named = {"title": written.title, "body": written.body, "pool": written.pool} if written else {}
    asked = tuple((one.key, one.stem) for one in opened.content.questions if written and one.stimulus == key)
    return SituationView(bench=workbench(opened), key=key, form=SituationForm(revision=revision, **named), asked=asked)


ROUTES = [situation, write_situation, remove_situation]
