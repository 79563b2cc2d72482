"""The lesson page, and the reports of what was heard, read and decided on it."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.web import filters
from academy.web.forms import read
from academy.web.guards import needs
from academy.web.page import Moved, Page, wants_json
from courses.learning.actions import lectures, lessons, stops
from courses.learning.actions.activity import ActiveReport, active
from courses.learning.actions.watching import Beacon, heard
from courses.learning.forms import ScenarioForm, StopForm
from courses.learning.queries.lesson import LessonPage, lesson_page
from courses.learning.rules.opening import unseal
from courses.learning.rules.stops import Told


class Receipt(msgspec.Struct, frozen=True):
    """What a player is told: when it was saved (also as the learner reads it) and what counts so far."""

    saved_at: datetime
    saved_label: str
    watched_percent: int
    position: float
    done: bool
    refused_seconds: int


class StopReceipt(msgspec.Struct, frozen=True):
    """What a player is told about an answer inside a lecture: what to think of it, and how many are answered."""

    saved_label: str
    saved_at: datetime
    chosen: tuple[str, ...]
    told: Told
    answered: int
    stops: int
    is_done: bool


@get("/enrollments/{code:str}/lessons/{key:str}", **needs(Permission.LEARN))
async def show(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    key: FromPath[str],
    chosen: FromQuery[str] = "",
    stop: FromQuery[str] = "",
) -> Page[LessonPage]:
    view = await lesson_page(actor, code, key, chosen=chosen, stop=stop)
    await lectures.opened(actor, code=code, key=key, unmade=view.unmade)
    waited = request.headers.get("hx-target") == "lecture-pending" and view.plays
    return Page("learning/lesson.html", view, headers={"hx-refresh": "true"} if waited else None)


@post("/enrollments/{code:str}/lessons/{key:str}/watching", status_code=200, **needs(Permission.LEARN))
async def watching(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    key: FromPath[str],
    opened: FromQuery[str] = "",
) -> Response[Receipt]:
    beacon = await read(request, Beacon)
    told = await heard(actor, code=code, key=key, beacon=beacon, opened_at=_proved(code, key, opened))
    label = filters.clock(told.saved_at, actor.zone)
    return Response(Receipt(saved_label=label, **msgspec.structs.asdict(told)), media_type="application/json")


@post("/enrollments/{code:str}/lessons/{key:str}/activity", status_code=204, **needs(Permission.LEARN))
async def activity(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    key: FromPath[str],
    opened: FromQuery[str] = "",
) -> None:
    report = await read(request, ActiveReport)
    await active(actor, code=code, key=key, report=report, opened_at=_proved(code, key, opened))


@post("/enrollments/{code:str}/lessons/{key:str}/reading", **needs(Permission.LEARN))
async def reading(actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]) -> Moved:
    await lessons.read(actor, code=code, key=key)
    return Moved(f"/enrollments/{code}/lessons/{key}#next")


@post("/enrollments/{code:str}/lessons/{key:str}/scenario", **needs(Permission.LEARN))
async def scenario(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str], key: FromPath[str]
) -> Moved:
    form = await read(request, ScenarioForm)
    chosen = await lessons.choose(actor, code=code, key=key, choice=form.choice)
    return Moved(f"/enrollments/{code}/lessons/{key}?chosen={chosen.key}#scenario")


@post("/enrollments/{code:str}/lessons/{key:str}/stops/{stop:str}/answer", status_code=200, **needs(Permission.LEARN))
async def answer_stop(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    key: FromPath[str],
    stop: FromPath[str],
) -> Response[Any]:
    form = await read(request, StopForm)
    answered = await stops.answer(actor, code=code, key=key, stop=stop, chosen=frozenset(form.chosen))
    if wants_json(request):
        label = filters.clock(answered.saved_at, actor.zone)
        return Response(StopReceipt(label, *msgspec.structs.astuple(answered)), media_type="application/json")
    return Moved(f"/enrollments/{code}/lessons/{key}?stop={stop}&chosen={','.join(answered.chosen)}#stop-{stop}")


def _proved(code: str, key: str, opened: str) -> datetime | None:
    """When the page of this lesson was opened, if the proof is ours."""
    return unseal(opened, f"/enrollments/{code}/lessons/{key}", clock.now(), settings.current().secret)


ROUTES = [show, watching, activity, reading, scenario, answer_stop]
