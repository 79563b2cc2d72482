"""The question bank of a version and the editor of one question."""

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
from courses.authoring.access import authored_version
from courses.authoring.answer_lines import LETTERS
from courses.authoring.edits import PutQuestion, RemoveQuestion
from courses.authoring.forms import RevisionForm
from courses.authoring.keys import free_key
from courses.authoring.queries.editors import FindingLine, Opened, Workbench, open_up, workbench
from courses.authoring.question_form import QuestionForm, form_of
from courses.authoring.rules import CannotMove, StaleRevision

NEW = "new"
"""In an address, in place of a key: the question is not written yet."""
SPARE_ROWS = 2


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question in the editor; `letters` are the rows for answers. `theirs` as in the lesson editor.

    `stimuli`: keys and titles of the situations it may share.
    """

    bench: Workbench
    key: str
    form: QuestionForm
    letters: str
    stimuli: tuple[tuple[str, str], ...]
    findings: tuple[FindingLine, ...] = ()
    errors: dict[str, str] = {}
    theirs: QuestionForm | None = None


@get("/authoring/{slug:str}/{number:int}/questions", **needs(Permission.AUTHOR))
async def bank(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Page[Workbench]:
    """All questions by pool, and the objectives they cover."""
    return Page("authoring/questions.html", workbench(await open_up(await authored_version(actor, slug, number))))


@get("/authoring/{slug:str}/{number:int}/questions/{key:str}", **needs(Permission.AUTHOR))
async def question(
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
    pool: FromQuery[str] = "",
) -> Page[QuestionView]:
    """The editor with what is saved, or empty for a new question of a pool."""
    opened = await open_up(await authored_version(actor, slug, number))
    return Page("authoring/question.html", _view(opened, key, pool))


@post("/authoring/{slug:str}/{number:int}/questions/{key:str}", **needs(Permission.AUTHOR))
async def write_question(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Page[QuestionView] | Moved:
    """Save the question; whatever is refused comes back as typed."""
    form = await forms.read(request, QuestionForm)
    opened = await open_up(await authored_version(actor, slug, number))
    taken = frozenset(one.key for one in opened.content.questions)
    own = free_key(f"q-{form.pool}"[:70], taken) if key == NEW else key
    try:
        edit = PutQuestion(form.question(own))
        await actions.apply_edit(actor, slug, number, revision=form.revision, edit=edit)
    except (Invalid, StaleRevision, CannotMove) as refusal:
        return _again(opened, key, form, refusal)
    return Moved(f"/authoring/{slug}/{number}/questions/{own}")


@post("/authoring/{slug:str}/{number:int}/questions/{key:str}/removal", **needs(Permission.AUTHOR))
async def remove_question(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Moved:
    """Take the question out of the bank."""
    form = await forms.read(request, RevisionForm)
    await actions.apply_edit(actor, slug, number, revision=form.revision, edit=RemoveQuestion(key))
    return Moved(f"/authoring/{slug}/{number}/questions")


def _again(
    opened: Opened, key: str, form: QuestionForm, refusal: Invalid | StaleRevision | CannotMove
) -> Page[QuestionView]:
    view = _view(opened, key, form.pool)
    stale = isinstance(refusal, StaleRevision)
    errors = refusal.fields if isinstance(refusal, Invalid) else {}
    view = msgspec.structs.replace(
        view,
        form=msgspec.structs.replace(form, revision=opened.version.revision if stale else form.revision),
        letters=_letters(len(form.choice)),
        errors=errors or {"stem": refusal.sentence},
        theirs=view.form if stale and key != NEW else None,
    )
    return Page("authoring/question.html", view, status=refusal.status)


def _view(opened: Opened, key: str, pool: str) -> QuestionView:
    bench = workbench(opened)
    revision = opened.version.revision
    form = QuestionForm(revision=revision, pool=pool) if key == NEW else form_of(opened.question(key), revision)
    return QuestionView(
        bench=bench,
        key=key,
        form=form,
        letters=_letters(len(form.choice)),
        stimuli=tuple((stimulus.key, stimulus.title) for stimulus in opened.content.stimuli),
        findings=tuple(line for line in bench.findings if key != NEW and line.href.endswith(f"/questions/{key}")),
    )


def _letters(written: int) -> str:
    return LETTERS[: written + SPARE_ROWS]


ROUTES = [bank, question, write_question, remove_question]
