"""Quizzes: the page before, one question a page, review, sending, result."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import filters
from academy.web.forms import read
from academy.web.guards import needs
from academy.web.page import Moved, Page, wants_json
from courses.learning.access import attempt_for
from courses.learning.actions import attempts
from courses.learning.actions.activity import ActiveReport
from courses.learning.forms import FlagForm, OutageForm, ResponseForm, StartForm, SubmissionForm, VoidingForm
from courses.learning.queries.attempts import QuestionPage, ReviewPage, question_page, review_page
from courses.learning.queries.quizzes import QuizPage, quiz_page
from courses.learning.queries.results import ResultPage, result_page
from courses.learning.rules.opening import unseal
from courses.learning.rules.outages import Outage

_QUESTION = "learning/question.html"


class ToldOutage(msgspec.Struct, frozen=True):
    """What the quiz page's script is told about an outage: when the attempt ends now, and a sentence for people."""

    extended_s: int
    deadline: datetime | None
    ends_label: str
    words: str


class Saved(msgspec.Struct, frozen=True):
    """What a program or the quiz page's script is told about a kept answer."""

    saved_at: datetime
    saved_label: str
    revision: int
    chosen: tuple[str, ...]
    changed_elsewhere: bool
    repeated: bool


@get("/enrollments/{code:str}/lessons/{key:str}/quiz", **needs(Permission.LEARN))
async def quiz(actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]) -> Page[QuizPage]:
    return Page("learning/quiz.html", await quiz_page(actor, code, key))


@post("/enrollments/{code:str}/lessons/{key:str}/attempts", **needs(Permission.LEARN))
async def start(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]
) -> Moved | Page[QuizPage]:
    try:
        form = await read(request, StartForm)
        attempt = await attempts.start(actor, code=code, key=key, attests=form.attests)
    except Invalid as refusal:
        view = await quiz_page(actor, code, key)
        return Page("learning/quiz.html", msgspec.structs.replace(view, errors=refusal.fields), status=422)
    return Moved(f"/attempts/{attempt}")


@get("/attempts/{code:str}", **needs(Permission.LEARN))
async def current(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[QuestionPage] | Redirect:
    """The first question without an answer, or the result."""
    view = await question_page(actor, code)
    return Page(_QUESTION, view) if view else _to_result(code)


@get("/attempts/{code:str}/items/{position:int}", **needs(Permission.LEARN))
async def item(
    actor: NamedDependency[Actor], code: FromPath[str], position: FromPath[int]
) -> Page[QuestionPage] | Redirect:
    view = await question_page(actor, code, position)
    return Page(_QUESTION, view) if view else _to_result(code)


@post("/attempts/{code:str}/items/{position:int}/response", status_code=200, **needs(Permission.LEARN))
async def respond(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str], position: FromPath[int]
) -> Response[Any]:
    form = await read(request, ResponseForm)
    if wants_json(request):
        answered = await attempts.answer(
            actor, code=code, position=position, chosen=form.chosen,
            revision=form.revision, op=form.op, token=form.token,
        )  # fmt: skip
        return Response(_saved(answered, actor), media_type="application/json")
    try:
        if any(form.chosen) or form.revision:
            await attempts.answer(actor, code=code, position=position, chosen=form.chosen, revision=form.revision)
    except Invalid as refusal:
        return _as_typed(await question_page(actor, code, position), form, refusal)
    return Moved(form.then if form.then.startswith(f"/attempts/{code}/") else f"/attempts/{code}/items/{position}")


@post("/attempts/{code:str}/items/{position:int}/activity", status_code=204, **needs(Permission.LEARN))
async def activity(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    position: FromPath[int],
    opened: FromQuery[str] = "",
) -> None:
    report = await read(request, ActiveReport)
    proved = unseal(opened, f"/attempts/{code}/items/{position}", clock.now(), settings.current().secret)
    await attempts.at_question(actor, code=code, position=position, report=report, opened_at=proved)


@post("/attempts/{code:str}/items/{position:int}/flag", **needs(Permission.LEARN))
async def flag(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str], position: FromPath[int]
) -> Moved:
    form = await read(request, FlagForm)
    await attempts.flag(actor, code=code, position=position, flagged=form.flagged)
    return Moved(f"/attempts/{code}/items/{position}")


@post("/attempts/{code:str}/outages", status_code=200, **needs(Permission.LEARN))
async def outages(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Response[ToldOutage]:
    await attempt_for(actor, code)
    form = await read(request, OutageForm)
    outage = Outage(form.began_at, form.ended_at)
    told = await attempts.report_outage(actor, code=code, op=form.op, outage=outage)
    return Response(_told(told, actor), media_type="application/json")


@get("/attempts/{code:str}/review", **needs(Permission.LEARN))
async def review(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[ReviewPage] | Redirect:
    view = await review_page(actor, code)
    return Page("learning/review.html", view) if view else _to_result(code)


@post("/attempts/{code:str}/submission", **needs(Permission.LEARN))
async def submission(request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    form = await read(request, SubmissionForm)
    await attempts.submit(actor, code=code, waiting=form.waiting)
    return Moved(f"/attempts/{code}/result")


@post("/attempts/{code:str}/voiding", **needs(Permission.ADMINISTER))
async def voiding(request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    form = await read(request, VoidingForm)
    await attempts.void(actor, code=code, reason=form.reason)
    return Moved("/admin/audit")


@get("/attempts/{code:str}/result", **needs(Permission.LEARN))
async def result(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[ResultPage] | Redirect:
    view = await result_page(actor, code)
    return Page("learning/result.html", view) if view else Redirect(f"/attempts/{code}", status_code=303)


def _as_typed(view: QuestionPage | None, form: ResponseForm, refusal: Invalid) -> Page[QuestionPage]:
    """The question once more with what was typed, since the answer was not kept."""
    if view is None:
        raise refusal
    shown = msgspec.structs.replace(view.shown, text=" ".join(form.chosen))
    return Page(_QUESTION, msgspec.structs.replace(view, shown=shown, errors=refusal.fields), status=refusal.status)


def _to_result(code: str) -> Redirect:
    return Redirect(f"/attempts/{code}/result", status_code=303)


def _saved(answered: attempts.Answered, actor: Actor) -> Saved:
    return Saved(saved_label=filters.clock(answered.saved_at, actor.zone), **msgspec.structs.asdict(answered))


def _told(given: attempts.GivenBack, actor: Actor) -> ToldOutage:
    began, ended = (filters.clock(moment, actor.zone) for moment in (given.began_at, given.ended_at))
    ends = filters.clock(given.deadline, actor.zone) if given.deadline else ""
    back = filters.playtime(given.extended_s * 1000)
    result = (
        f"{back} minutes were given back: your time ends {ends}." if given.extended_s else "No time was lost by it."
    )
    words = f"You were without a network from {began} to {ended}. This is on the record of the attempt. {result}"
    return ToldOutage(given.extended_s, given.deadline, ends, words)


ROUTES = [quiz, start, current, item, respond, activity, flag, outages, review, submission, voiding, result]
