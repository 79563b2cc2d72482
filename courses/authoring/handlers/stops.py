"""The editor of a question inside a lecture."""

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
from courses.authoring.answer_lines import LETTERS
from courses.authoring.edits import PutStop, RemoveStop
from courses.authoring.forms import RevisionForm
from courses.authoring.keys import free_key
from courses.authoring.queries.editors import FindingLine, Opened, Workbench, open_up, workbench
from courses.authoring.rules import CannotMove, StaleRevision
from courses.authoring.stop_form import StopForm, form_of
from courses.content.model import Lesson

NEW = "new"
"""In an address, in place of a key: the question is not written yet."""
SPARE_ROWS = 2


class StopView(msgspec.Struct, frozen=True, kw_only=True):
    """A question inside a lecture in the editor; `lecture_ms` is 0 while nobody knows. `theirs` as for lessons."""

    bench: Workbench
    lesson_key: str
    lesson: str
    lecture_ms: int
    key: str
    form: StopForm
    letters: str
    findings: tuple[FindingLine, ...]
    errors: dict[str, str] = {}
    theirs: StopForm | None = None


@get("/authoring/{slug:str}/{number:int}/lessons/{key:str}/stops/{stop:str}", **needs(Permission.AUTHOR))
async def show_stop(
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
    stop: FromPath[str],
) -> Page[StopView]:
    """The editor with what is saved, or empty for a new question."""
    opened = await open_up(await authored_version(actor, slug, number))
    return Page("authoring/stop.html", _view(opened, key, stop))


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}/stops/{stop:str}", **needs(Permission.AUTHOR))
async def write_stop(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
    stop: FromPath[str],
) -> Page[StopView] | Moved:
    """Save the question; whatever is refused comes back as typed."""
    form = await forms.read(request, StopForm)
    opened = await open_up(await authored_version(actor, slug, number))
    view = _view(opened, key, stop)
    own = free_key("stop", frozenset(one.key for one in opened.lesson(key).stops)) if stop == NEW else stop
    try:
        edit = PutStop(key, form.stop(own))
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=edit)
    except (Invalid, StaleRevision, CannotMove) as refusal:
        return _again(view, form, refusal)
    return Moved(f"/authoring/{slug}/{number}/lessons/{key}#stops")


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}/stops/{stop:str}/removal", **needs(Permission.AUTHOR))
async def remove_stop(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
    stop: FromPath[str],
) -> Moved:
    """Take the question out of the lecture."""
    form = await forms.read(request, RevisionForm)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=RemoveStop(key, stop))
    return Moved(f"/authoring/{slug}/{number}/lessons/{key}#stops")


def _again(view: StopView, form: StopForm, refusal: Invalid | StaleRevision | CannotMove) -> Page[StopView]:
    stale = isinstance(refusal, StaleRevision)
    errors = refusal.fields if isinstance(refusal, Invalid) else {}
    view = msgspec.structs.replace(
        view,
        form=msgspec.structs.replace(form, revision=view.bench.head.revision if stale else form.revision),
        letters=_letters(form),
        errors=errors or {"at": refusal.sentence},
        theirs=view.form if stale and view.key != NEW else None,
    )
    return Page("authoring/stop.html", view, status=refusal.status)


def _view(opened: Opened, key: str, stop: str) -> StopView:
    lesson = opened.lesson(key)
    bench = workbench(opened)
    form = _form(lesson, stop, opened.version.revision)
    return StopView(
        bench=bench,
        lesson_key=key,
        lesson=f"{lesson.number} {lesson.title}".strip(),
        lecture_ms=next((one.duration_ms for one in opened.lectures if one.lesson_key == key), 0),
        key=stop,
        form=form,
        letters=_letters(form),
        findings=tuple(line for line in bench.findings if line.href.endswith(f"/lessons/{key}")),
    )


def _form(lesson: Lesson, stop: str, revision: int) -> StopForm:
    if stop == NEW:
        return StopForm(revision=revision)
    found = next((one for one in lesson.stops if one.key == stop), None)
    if found is None:
        raise NotFound()
    return form_of(found, revision)


def _letters(form: StopForm) -> str:
    return LETTERS[: max(len(form.choice), len(form.feedback), 1) + SPARE_ROWS]


ROUTES = [show_stop, write_stop, remove_stop]
