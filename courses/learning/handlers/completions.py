"""The statement to sign, and the page of a completed course."""

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
from courses.learning.actions.completions import Signing, sign_statement
from courses.learning.forms import StatementForm
from courses.learning.queries.completions import CompletionPage, StatementPage, completion_page, statement_page

_STATEMENT = "learning/statement.html"


@get("/enrollments/{code:str}/statement", **needs(Permission.LEARN))
async def statement(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[StatementPage]:
    return Page(_STATEMENT, await statement_page(actor, code))


@post("/enrollments/{code:str}/statement", **needs(Permission.LEARN))
async def sign(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Moved | Page[StatementPage]:
    try:
        form = await read(request, StatementForm)
        signing = Signing(**msgspec.structs.asdict(form))
        await sign_statement(actor, code=code, signing=signing)
    except Invalid as refusal:
        return await _again(actor, code, refusal, dict(await request.form()))
    return Moved(f"/enrollments/{code}/completion")


@get("/enrollments/{code:str}/completion", **needs(Permission.LEARN))
async def completion(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[CompletionPage]:
    return Page("learning/completion.html", await completion_page(actor, code))


async def _again(actor: Actor, code: str, refusal: Invalid, typed: dict[str, Any]) -> Page[StatementPage]:
    view = await statement_page(actor, code)
    values = {name: str(value) for name, value in typed.items()}
    return Page(_STATEMENT, msgspec.structs.replace(view, values=values, errors=refusal.fields), status=422)


ROUTES = [statement, sign, completion]
