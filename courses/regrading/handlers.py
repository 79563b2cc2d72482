"""A question whose key was wrong: what a correction would change, and making it."""

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
from courses.learning.rules.key_fixes import BY_LETTERS, BY_WRITING, KeyFix, require_fix
from courses.regrading.actions import Asked, asked_in, fix_key
from courses.regrading.lines import Line, raised_by
from courses.regrading.queries import Correction, KeysPage, corrections_of, keys_page

_PAGE = "regrading/key.html"
_ADDRESS = "/authoring/{slug:str}/{number:int}/keys/{key:str}"


class KeyForm(msgspec.Struct, frozen=True):
    """A correction as typed. `also`: one answer a line; `then`: look what it would change, or fix."""

    right: tuple[str, ...] = ()
    also: str = ""
    everybody: bool = False
    reason: str = ""
    then: str = "look"

    @property
    def fix(self) -> KeyFix:
        also = tuple(line.strip() for line in self.also.splitlines() if line.strip())
        return KeyFix(everybody=True) if self.everybody else KeyFix(right=self.right, also=also)


class KeyPage(msgspec.Struct, frozen=True, kw_only=True):
    """The question, its key, the corrections so far; `lines` is what one would raise, None before anybody looked."""

    asked: Asked
    path: str
    form: KeyForm
    past: tuple[Correction, ...]
    errors: dict[str, str] = {}
    lines: tuple[Line, ...] | None = None

    @property
    def passing(self) -> int:
        return sum(line.passes_now for line in self.lines or ())

    @property
    def has_choices(self) -> bool:
        return self.asked.question.kind in BY_LETTERS

    @property
    def is_written(self) -> bool:
        return self.asked.question.kind in BY_WRITING


@get("/authoring/{slug:str}/{number:int}/keys", **needs(Permission.PUBLISH))
async def keys(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Page[KeysPage]:
    return Page("regrading/keys.html", await keys_page(actor, slug, number))


@get(_ADDRESS, **needs(Permission.PUBLISH))
async def show(
    actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int], key: FromPath[str]
) -> Page[KeyPage]:
    asked = await asked_in(actor, slug, number, key)
    right = tuple(choice.key for choice in asked.question.choices if choice.correct)
    return Page(_PAGE, await _page(asked, KeyForm(right=asked.fixes[-1].right if asked.fixes else right)))


@post(_ADDRESS, status_code=200, **needs(Permission.PUBLISH))
async def correct(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    number: FromPath[int],
    key: FromPath[str],
) -> Page[KeyPage] | Moved:
    asked, form = await asked_in(actor, slug, number, key), await read(request, KeyForm)
    page = await _page(asked, form)
    try:
        require_fix(asked.question, form.fix)
        lines = await raised_by(asked.id, asked.question, form.fix, asked.fixes)
        page = msgspec.structs.replace(page, lines=lines)
        if form.then == "fix":
            await fix_key(actor, asked, fix=form.fix, reason=form.reason.strip())
            return Moved(f"{page.path}#past")
    except Invalid as refusal:
        return Page(_PAGE, msgspec.structs.replace(page, errors=refusal.fields), status=refusal.status)
    return Page(_PAGE, page)


async def _page(asked: Asked, form: KeyForm) -> KeyPage:
    path = f"{asked.path}/keys/{asked.question.key}"
    return KeyPage(asked=asked, path=path, form=form, past=await corrections_of(asked.id, asked.question))


ROUTES = [keys, show, correct]
