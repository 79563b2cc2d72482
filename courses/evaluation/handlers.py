"""Evaluating a course one has completed, and what all said together."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web.forms import read
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.evaluation.actions import evaluate
from courses.evaluation.forms import EvaluationForm
from courses.evaluation.queries import EvaluationPage, ResultsPage, evaluation_page, results_page
from courses.evaluation.rules import Answers

_FORM = "evaluation/form.html"


@get("/enrollments/{code:str}/evaluation", **needs(Permission.LEARN))
async def show(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[EvaluationPage]:
    """The questions, with the answers given before."""
    return Page(_FORM, await evaluation_page(actor, code))


@post("/enrollments/{code:str}/evaluation", **needs(Permission.LEARN))
async def give(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Moved | Page[EvaluationPage]:
    """Keep the answers; the page then shows them again, with thanks."""
    try:
        form = await read(request, EvaluationForm)
        await evaluate(actor, code=code, answers=Answers(**msgspec.structs.asdict(form)))
    except Invalid as refusal:
        typed = {name: str(value) for name, value in dict(await request.form()).items()}
        view = msgspec.structs.replace(await evaluation_page(actor, code), values=typed, errors=refusal.fields)
        return Page(_FORM, view, status=422)
    return Moved(f"/enrollments/{code}/evaluation")


@get("/authoring/{slug:str}/evaluations", **needs(Permission.AUTHOR))
async def for_authors(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ResultsPage]:
    """The results of a course of one's own."""
    return Page("evaluation/results.html", await results_page(actor, slug, room="author"))


@get("/review/{slug:str}/evaluations", **needs(Permission.REVIEW))
async def for_reviewers(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ResultsPage]:
    """The results of any course."""
    return Page("evaluation/results.html", await results_page(actor, slug, room="review"))


ROUTES = [show, give, for_authors, for_reviewers]
