"""An author's courses, their versions, and the outline of one."""

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
from courses.authoring.edits import AddLesson, AddModule, MoveLesson, RemoveLesson, SetDetails
from courses.authoring.forms import DetailsForm, NewPartForm, PlaceForm, RevisionForm
from courses.authoring.keys import new_key
from courses.authoring.queries.editors import Workbench, open_up, workbench
from courses.authoring.queries.lists import CourseLine, authored_courses, course_versions
from courses.authoring.queries.quality import FindingGroup, ReportView, quality, report_view
from courses.authoring.rules import NotReady, StaleRevision
from courses.content.model import FOCUS_AREAS, CourseContent

Asked = Request[Any, Any, Any]


class CoursesView(msgspec.Struct, frozen=True):
    """The actor's courses."""

    courses: tuple[CourseLine, ...]


class OutlineView(msgspec.Struct, frozen=True, kw_only=True):
    """A version with its outline and what the course page says; `reasons`: why it cannot be sent to review."""

    bench: Workbench
    details: DetailsForm
    focus_areas: tuple[str, ...] = FOCUS_AREAS
    errors: dict[str, str] = {}
    reasons: tuple[str, ...] = ()
    theirs: DetailsForm | None = None
    quality: tuple[FindingGroup, ...] = ()


@get("/authoring", **needs(Permission.AUTHOR))
async def course_list(actor: NamedDependency[Actor]) -> Page[CoursesView]:
    """The courses one writes, with what is open and what learners get."""
    return Page("authoring/courses.html", CoursesView(await authored_courses(actor)))


@get("/authoring/{slug:str}", **needs(Permission.AUTHOR))
async def versions(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[CourseLine]:
    """All versions of a course, newest first."""
    course = await course_versions(actor, slug)
    if course is None:
        raise NotFound()
    return Page("authoring/versions.html", course)


@post("/authoring/{slug:str}/drafts", **needs(Permission.AUTHOR))
async def start_draft(actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Open the draft, made as a copy of what is published if there is none."""
    number = await actions.start_draft(actor, slug)
    return Moved(f"/authoring/{slug}/{number}")


@get("/authoring/{slug:str}/{number:int}", **needs(Permission.AUTHOR))
async def outline(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Page[OutlineView]:
    """The version's outline, details, findings and notes."""
    return await _outline(actor, slug, number)


@get("/authoring/{slug:str}/{number:int}/report", **needs(Permission.AUTHOR))
async def course_report(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Page[ReportView]:
    """How good the version is: coverage, answers, reading grade, and what waits for an expert."""
    opened = await open_up(await authored_version(actor, slug, number))
    return Page("authoring/report.html", report_view(opened))


@post("/authoring/{slug:str}/{number:int}/details", **needs(Permission.AUTHOR))
async def write_details(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Page[OutlineView] | Moved:
    """Save what the course page says."""
    form = await forms.read(request, DetailsForm)
    try:
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=SetDetails(form.details()))
    except (Invalid, StaleRevision) as refusal:
        return await _outline(actor, slug, number, typed=form, refusal=refusal)
    return Moved(f"/authoring/{slug}/{number}#details")


@post("/authoring/{slug:str}/{number:int}/modules", **needs(Permission.AUTHOR))
async def add_module(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Moved:
    """Add a module at the end."""
    form = await forms.read(request, NewPartForm)
    edit = AddModule(new_key(form.title), form.title)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=edit)
    return Moved(f"/authoring/{slug}/{number}")


@post("/authoring/{slug:str}/{number:int}/lessons", **needs(Permission.AUTHOR))
async def add_lesson(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Moved:
    """Add a lesson at the end of a module and open it."""
    form = await forms.read(request, NewPartForm)
    key = new_key(form.title)
    edit = AddLesson(form.module, key, form.title)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=edit)
    return Moved(f"/authoring/{slug}/{number}/lessons/{key}")


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}/place", **needs(Permission.AUTHOR))
async def move_lesson(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Moved:
    """Move a lesson up or down in its module."""
    form = await forms.read(request, PlaceForm)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=MoveLesson(key, form.by))
    return Moved(f"/authoring/{slug}/{number}#lesson-{key}")


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}/removal", **needs(Permission.AUTHOR))
async def remove_lesson(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Moved:
    """Take a lesson out of the draft."""
    form = await forms.read(request, RevisionForm)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=RemoveLesson(key))
    return Moved(f"/authoring/{slug}/{number}")


@post("/authoring/{slug:str}/{number:int}/submission", **needs(Permission.AUTHOR))
async def submit(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]
) -> Page[OutlineView] | Moved:
    """Send the draft to review; what blocks it is shown on the outline."""
    try:
        await actions.submit(actor, slug, number)
    except NotReady as refusal:
        return await _outline(actor, slug, number, refusal=refusal)
    return Moved(f"/authoring/{slug}/{number}")


@post("/authoring/{slug:str}/{number:int}/discard", **needs(Permission.AUTHOR))
async def discard(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Moved:
    """Throw the draft away."""
    await actions.discard(actor, slug, number)
    return Moved(f"/authoring/{slug}")


@post("/authoring/{slug:str}/{number:int}/notes/{note:int}/resolution", **needs(Permission.AUTHOR))
async def resolve_note(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], note: FromPath[int]
) -> Moved:
    """Mark a reviewer's note as dealt with."""
    await actions.resolve_note(actor, slug, number, note_id=note)
    return Moved(f"/authoring/{slug}/{number}#notes")


async def _outline(
    actor: Actor,
    slug: str,
    number: int,
    *,
    typed: DetailsForm | None = None,
    refusal: Invalid | StaleRevision | NotReady | None = None,
) -> Page[OutlineView]:
    """The outline; after a refusal with what was typed, and the reason beside it."""
    opened = await open_up(await authored_version(actor, slug, number))
    saved = _details(opened.content, opened.version.revision)
    stale = isinstance(refusal, StaleRevision)
    view = OutlineView(
        bench=workbench(opened),
        details=msgspec.structs.replace(typed, revision=saved.revision) if typed else saved,
        errors=_errors(refusal),
        reasons=refusal.reasons if isinstance(refusal, NotReady) else (),
        theirs=saved if stale else None,
        quality=quality(opened),
    )
    return Page("authoring/outline.html", view, status=refusal.status if refusal else 200)


def _errors(refusal: Invalid | StaleRevision | NotReady | None) -> dict[str, str]:
    if refusal is None or isinstance(refusal, NotReady):
        return {}
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    return fields or {"details": refusal.sentence}


def _details(content: CourseContent, revision: int) -> DetailsForm:
    names = ("title", "tagline", "summary", "audience", "prerequisites", "focus_areas")
    figures = ("contact_minutes", "validity_months")
    return DetailsForm(
        revision=revision,
        **{name: getattr(content, name) for name in (*names, *figures)},
        law_reviewed_on=content.law_reviewed_on.isoformat() if content.law_reviewed_on else "",
        sources="\n".join(f"{source.code} {source.title}" for source in content.sources),
    )


ROUTES = [
    course_list,
    versions,
    start_draft,
    outline,
    course_report,
    write_details,
    add_module,
    add_lesson,
    move_lesson,
    remove_lesson,
    submit,
    discard,
    resolve_note,
]
