"""The lesson editor: text and preview side by side; a text typed is never lost."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Conflict, Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.authoring import actions
from courses.authoring.access import authored_version
from courses.authoring.draws_form import typed_draws
from courses.authoring.edits import SetLesson, SetQuiz
from courses.authoring.forms import QUIZ_TERMS, LessonForm, PreviewForm, QuizForm
from courses.authoring.queries.editors import Attachable, FindingLine, Opened, Workbench, attachable, open_up, workbench
from courses.authoring.rules import CannotMove, StaleRevision
from courses.content.model import Fact, Lesson, Quiz, Stop
from courses.content.quality.lessons import unreviewed


class StopLine(msgspec.Struct, frozen=True):
    """A question inside the lecture, and when it is asked."""

    key: str
    at: str
    words: str


class LessonView(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson in the editor. `theirs` is what somebody else saved meanwhile, beside `form`, what was typed here."""

    bench: Workbench
    key: str
    number: str
    kind: str
    has_deck: bool
    form: LessonForm
    quiz: QuizForm
    stops: tuple[StopLine, ...]
    recordings: tuple[Attachable, ...]
    findings: tuple[FindingLine, ...]
    unreviewed: tuple[Fact, ...] = ()
    errors: dict[str, str] = {}
    theirs: LessonForm | None = None


@get("/authoring/{slug:str}/{number:int}/lessons/{key:str}", **needs(Permission.AUTHOR))
async def lesson(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Page[LessonView]:
    """The editor with what is saved."""
    opened = await open_up(await authored_version(actor, slug, number))
    return Page("authoring/lesson.html", await _view(actor, opened, key))


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}", **needs(Permission.AUTHOR))
async def write_lesson(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Page[LessonView] | Moved:
    """Save the lesson, or only show it (`preview`); whatever is refused comes back with the text as typed."""
    form = await forms.read(request, LessonForm)
    if form.preview:
        opened = await open_up(await authored_version(actor, slug, number))
        return await _again(actor, opened, key, form)
    try:
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=SetLesson(key, form.text()))
    except (Invalid, StaleRevision, CannotMove) as refusal:
        opened = await open_up(await authored_version(actor, slug, number))
        return await _again(actor, opened, key, form, refusal=refusal)
    return Moved(f"/authoring/{slug}/{number}/lessons/{key}")


@post("/authoring/{slug:str}/{number:int}/lessons/{key:str}/quiz", **needs(Permission.AUTHOR))
async def write_quiz(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Page[LessonView] | Moved:
    """Save what the lesson's quiz draws and how it is passed; whatever is refused comes back as typed."""
    form = await forms.read(request, QuizForm)
    try:
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=SetQuiz(key, form.terms()))
    except (Invalid, StaleRevision, CannotMove) as refusal:
        opened = await open_up(await authored_version(actor, slug, number))
        typed = msgspec.structs.replace(form, revision=opened.version.revision)
        errors = (refusal.fields if isinstance(refusal, Invalid) else {}) or {"draws": refusal.sentence}
        view = msgspec.structs.replace(await _view(actor, opened, key), quiz=typed, errors=errors)
        return Page("authoring/lesson.html", view, status=refusal.status)
    return Moved(f"/authoring/{slug}/{number}/lessons/{key}#quiz")


@post("/authoring/preview", **needs(Permission.AUTHOR))
async def preview(request: Request[Any, Any, Any]) -> Page[PreviewForm]:
    """Markdown as learners will see it."""
    return Page("authoring/preview.html", await forms.read(request, PreviewForm))


async def _again(
    actor: Actor, opened: Opened, key: str, form: LessonForm, *, refusal: Invalid | Conflict | None = None
) -> Page[LessonView]:
    """The editor with the text as typed; after a refusal with the reason, and with theirs if others were faster."""
    view = await _view(actor, opened, key)
    stale = isinstance(refusal, StaleRevision)
    errors = (refusal.fields if isinstance(refusal, Invalid) else {}) or {"body": refusal.sentence} if refusal else {}
    # After a stale save the next one is meant to replace what the others wrote: both texts were in view.
    revision = opened.version.revision if stale else form.revision
    view = msgspec.structs.replace(
        view,
        form=msgspec.structs.replace(form, revision=revision, preview=False),
        errors=errors,
        theirs=view.form if stale else None,
    )
    return Page("authoring/lesson.html", view, status=refusal.status if refusal else 200)


async def _view(actor: Actor, opened: Opened, key: str) -> LessonView:
    written = opened.lesson(key)
    bench = workbench(opened)
    return LessonView(
        bench=bench,
        key=key,
        number=written.number,
        kind=written.kind,
        has_deck=bool(written.deck),
        form=_form(written, opened.version.revision),
        quiz=_quiz_form(written.quiz, opened.version.revision),
        stops=tuple(StopLine(stop.key, stop.at, _asks(opened, stop)) for stop in written.stops),
        recordings=await attachable(actor),
        findings=tuple(line for line in bench.findings if line.href.endswith(f"/lessons/{key}")),
        unreviewed=unreviewed(written),
    )


def _asks(opened: Opened, stop: Stop) -> str:
    return opened.question(stop.question).stem if stop.question else stop.prompt


def _form(written: Lesson, revision: int) -> LessonForm:
    return LessonForm(
        revision=revision,
        title=written.title,
        minutes=written.minutes,
        takes_law=written.takes_law,
        minimum_watch_percent=written.minimum_watch_percent,
        stops_required=written.stops_required,
        seek_lock=written.seek_lock,
        body=written.body,
        asset=written.asset,
        objectives="\n".join(f"{goal.id} {goal.text}" for goal in written.objectives),
    )


def _quiz_form(quiz: Quiz | None, revision: int) -> QuizForm:
    if quiz is None:
        return QuizForm(revision=revision, shuffle_questions=True, shuffle_choices=True)
    return QuizForm(revision=revision, draws=typed_draws(quiz), **{name: getattr(quiz, name) for name in QUIZ_TERMS})


ROUTES = [lesson, write_lesson, write_quiz, preview]
