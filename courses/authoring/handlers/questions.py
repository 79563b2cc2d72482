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
from courses.authoring.edits import PutQuestion, RemoveQuestion
from courses.authoring.forms import LETTERS, QuestionForm, RevisionForm
from courses.authoring.keys import free_key
from courses.authoring.queries.editors import FindingLine, Opened, Workbench, open_up, workbench
from courses.authoring.rules import CannotMove, StaleRevision
from courses.content.model import Question

NEW = "new"
"""In an address, in place of a key: the question is not written yet."""
SPARE_ROWS = 2


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question in the editor; `letters` are the rows for answers. `theirs` as in the lesson editor."""

    bench: Workbench
    key: str
    form: QuestionForm
    letters: str
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
    if key == NEW:
        return QuestionView(bench=bench, key=key, form=QuestionForm(revision=revision, pool=pool), letters=_letters(2))
    form = _form(opened.question(key), revision)
    own = tuple(line for line in bench.findings if line.href.endswith(f"/questions/{key}"))
    return QuestionView(bench=bench, key=key, form=form, letters=_letters(len(form.choice)), findings=own)


def _letters(written: int) -> str:
    return LETTERS[: written + SPARE_ROWS]


def _form(written: Question, revision: int) -> QuestionForm:
    names = ("pool", "stem", "kind", "objective", "points", "explanation", "critical")
    return QuestionForm(
        revision=revision,
        **{name: getattr(written, name) for name in names},
        sources=" ".join(written.sources),
        choice=tuple(choice.body for choice in written.choices),
        correct=tuple(letter for letter, choice in zip(LETTERS, written.choices, strict=False) if choice.correct),
    )


ROUTES = [bank, question, write_question, remove_question]
