"""The words of a site's letters: seen as they will be read, tried on oneself, and set back."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid, NotFound
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.notices.actions import settings
from courses.notices.forms import WordsForm
from courses.notices.queries.desk import Words, desk_of
from courses.notices.queries.samples import sample
from courses.notices.rules.wording import KINDS, LetterKind, faults, places

Any_ = Request[Any, Any, Any]


class WordingView(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of letter with its words as they are typed, and how it would be read."""

    slug: str
    kind: LetterKind
    kinds: tuple[LetterKind, ...]
    words: Words
    places: dict[str, str]
    subject: str
    body: str
    errors: dict[str, str] = {}
    done: str = ""


@get("/sites/{slug:str}/messages/wording/{kind:str}", **needs(Permission.ASSIGN))
async def wording_page(
    actor: NamedDependency[Actor], slug: FromPath[str], kind: FromPath[str], done: FromQuery[str] = ""
) -> Page[WordingView]:
    """The words in force."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    view = await _view(site, kind)
    return Page("notices/wording.html", msgspec.structs.replace(view, done=done if done in ("saved", "reset") else ""))


@post("/sites/{slug:str}/messages/wording/{kind:str}", **needs(Permission.ASSIGN))
async def change(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], kind: FromPath[str]
) -> Page[WordingView] | Moved:
    """Use these words from now on."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    words = await _words(request)
    try:
        await settings.change_words(actor, site, kind, words)
    except Invalid as refusal:
        return _page(await _view(site, kind, words), errors=refusal.fields)
    return Moved(f"/sites/{slug}/messages/wording/{kind}?done=saved")


@post("/sites/{slug:str}/messages/wording/{kind:str}/preview", status_code=200, **needs(Permission.ASSIGN))
async def preview(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], kind: FromPath[str]
) -> Page[WordingView]:
    """How these words would be read: the part beside the form, while somebody types. Nothing is saved."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    view = await _view(site, kind, await _words(request))
    found = msgspec.structs.replace(view, errors=faults(kind, view.words.subject, view.words.body))
    return Page("notices/preview.html", found)


@post("/sites/{slug:str}/messages/wording/{kind:str}/test", status_code=200, **needs(Permission.ASSIGN))
async def test(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], kind: FromPath[str]
) -> Page[WordingView]:
    """Send it to oneself as it is typed."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    words = await _words(request)
    try:
        await settings.send_test(actor, site, kind, words)
    except Invalid as refusal:
        return _page(await _view(site, kind, words), errors=refusal.fields)
    return _page(await _view(site, kind, words), done="tested")


@post("/sites/{slug:str}/messages/wording/{kind:str}/reset", **needs(Permission.ASSIGN))
async def reset(actor: NamedDependency[Actor], slug: FromPath[str], kind: FromPath[str]) -> Moved:
    """Back to the standard words."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    await settings.reset_words(actor, site, kind)
    return Moved(f"/sites/{slug}/messages/wording/{kind}?done=reset")


async def _words(request: Any_) -> Words:
    form = await forms.read(request, WordsForm)
    return Words(form.subject, form.body, is_own=True)


def _page(view: WordingView, *, errors: dict[str, str] | None = None, done: str = "") -> Page[WordingView]:
    found = msgspec.structs.replace(view, errors=errors or {}, done=done)
    return Page("notices/wording.html", found, status=422 if errors else 200)


async def _view(site: SiteRow, kind: str, typed: Words | None = None) -> WordingView:
    if kind not in KINDS:
        raise NotFound()
    desk = await desk_of(site)
    words = typed or desk.words[kind]
    read = sample(desk, kind, words, clock.now())
    return WordingView(
        slug=site.slug,
        kind=KINDS[kind],
        kinds=tuple(KINDS.values()),
        words=words,
        places=places(kind),
        subject=read.subject,
        body=read.body,
    )


ROUTES = [wording_page, change, preview, test, reset]
