"""Notes to oneself: kept while they are typed, and all of a course on one page."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import filters
from academy.web.forms import read
from academy.web.guards import needs
from academy.web.page import Moved, Page, wants_json
from courses.learning.actions import notes
from courses.learning.forms import NoteForm
from courses.learning.queries.lesson import LessonPage, lesson_page
from courses.learning.queries.notes import NotesPage, notes_page


class Kept(msgspec.Struct, frozen=True):
    """What a page is told about a kept note: how it reads now, which includes what another window wrote."""

    body: str
    revision: int
    saved_label: str


@get("/enrollments/{code:str}/notes", **needs(Permission.LEARN))
async def show(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[NotesPage]:
    return Page("learning/notes.html", await notes_page(actor, code))


@post("/enrollments/{code:str}/lessons/{key:str}/note", status_code=200, **needs(Permission.LEARN))
async def write(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]
) -> Response[Any]:
    form = await read(request, NoteForm)
    try:
        note = await notes.write(actor, code=code, key=key, body=form.body, revision=form.revision)
    except Invalid as refusal:
        if wants_json(request):
            raise
        view = await lesson_page(actor, code, key)
        return Page("learning/lesson.html", _as_typed(view, form, refusal), status=refusal.status)
    if wants_json(request):
        return Response(Kept(note.body, note.revision, filters.clock(note.saved_at, actor.zone)))
    return Moved(f"/enrollments/{code}/lessons/{key}#note")


def _as_typed(view: LessonPage, form: NoteForm, refusal: Invalid) -> LessonPage:
    """The lesson with the note as it was typed, and why it could not be kept."""
    note = msgspec.structs.replace(view.note, body=form.body, error=refusal.fields["body"])
    return msgspec.structs.replace(view, note=note)


ROUTES = [show, write]
