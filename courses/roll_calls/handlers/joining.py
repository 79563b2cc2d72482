"""An officer's own pages of a roll call, on a phone: join, answer alone, and make up what was missed."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from academy.actor import Actor, Permission
from academy.codes import read_short_code
from academy.errors import Invalid, NotFound
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.roll_calls.actions import joining
from courses.roll_calls.forms import AnswerForm, MakeUpForm
from courses.roll_calls.own import OwnView, own_view

Asked = Request[Any, Any, Any]
LEARNS = needs(Permission.LEARN)
_PAGE = "roll_calls/own.html"


class CodeView(msgspec.Struct, frozen=True):
    """The field for a code, and what is wrong with the one that was typed."""

    typed: str = ""
    errors: dict[str, str] = {}


@get("/roll-call", **LEARNS)
async def type_code(code: FromQuery[str] = "") -> Page[CodeView] | Redirect:
    """Where a code is typed that cannot be scanned."""
    if not code:
        return Page("roll_calls/code.html", CodeView())
    found = read_short_code(code)
    if found is None:
        sentence = "A code has six letters and digits, for example K7Q-2MX. Read it again from the wall."
        return Page("roll_calls/code.html", CodeView(code[:80], {"code": sentence}), status=422)
    return Redirect(f"/roll-call/{found}")


@get("/roll-call/{code:str}", **LEARNS)
async def own(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[OwnView]:
    """Confirm who one is, answer, wait, or make it up: whatever comes next."""
    return Page(_PAGE, await own_view(actor, _read(code)))


@post("/roll-call/{code:str}/joining", **LEARNS)
async def join(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Say that one is there."""
    await joining.join(actor, code=_read(code))
    return Moved(f"/roll-call/{_read(code)}")


@post("/roll-call/{code:str}/answers", **LEARNS)
async def answer(request: Asked, actor: NamedDependency[Actor], code: FromPath[str]) -> Page[OwnView] | Moved:
    """Give the one answer to a question; sent twice, the first stays."""
    try:
        form = await forms.read(request, AnswerForm)
        await joining.answer(actor, code=_read(code), question=form.question, chosen=form.chosen)
    except Invalid as refusal:
        return await _again(actor, code, refusal)
    return Moved(f"/roll-call/{_read(code)}#question")


@post("/roll-call/{code:str}/make-up", **LEARNS)
async def make_up(request: Asked, actor: NamedDependency[Actor], code: FromPath[str]) -> Page[OwnView] | Moved:
    """Say that one read it and answered alone."""
    try:
        form = await forms.read(request, MakeUpForm)
        await joining.make_up(actor, code=_read(code), agrees=form.agrees)
    except Invalid as refusal:
        return await _again(actor, code, refusal)
    return Moved(f"/roll-call/{_read(code)}")


async def _again(actor: Actor, code: str, refusal: Invalid) -> Page[OwnView]:
    view = await own_view(actor, _read(code))
    return Page(_PAGE, msgspec.structs.replace(view, errors=refusal.fields), status=422)


def _read(code: str) -> str:
    """Raises NotFound for what cannot be a code."""
    found = read_short_code(code)
    if found is None:
        raise NotFound()
    return found


ROUTES = [type_code, own, join, answer, make_up]
