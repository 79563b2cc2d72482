"""Captions over HTTP: files in, drafts, the editor line by line, and the texts players fetch."""

from typing import Any

from litestar import HttpMethod, Request, Response, get, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.errors import Conflict, Invalid, NotFound
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from media import actions, delivery, queries
from media.forms import LinesForm, ReviewForm
from media.handlers.asset_view import AssetView, asset_view, refused, refused_page
from media.rules.languages import SPOKEN
from media.uploads import plain_form

_FRESH = {"cache-control": "private, no-cache"}
_KEPT = {"content-disposition": 'attachment; filename="transcript.txt"'}


@get("/media/{code:str}/captions", **needs(Permission.UPLOAD_MEDIA))
async def captions_page(
    actor: NamedDependency[Actor], code: FromPath[str], language: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Page[AssetView]:
    """The captions line by line, to be read and corrected."""
    return Page("media/captions.html", await asset_view(actor, code, language=language, page=page))


@post("/media/{code:str}/captions", **needs(Permission.UPLOAD_MEDIA))
async def post_captions(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Page[AssetView] | Moved:
    """Captions from a file, in one language; shown to learners once reviewed."""
    form = await request.form()
    language = str(form.get("other_language") or form.get("language") or SPOKEN)
    try:
        file = await plain_form.small_file(form, "captions")
        tag = await actions.add_captions(actor, code, file=file, language=language)
    except Invalid as refusal:
        return await refused_page(actor, code, refusal.fields)
    return Moved(f"/media/{code}/captions" + (f"?language={tag}" if tag != SPOKEN else ""))


@post("/media/{code:str}/captions/lines", **needs(Permission.UPLOAD_MEDIA))
async def post_lines(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Response[actions.Saved]:
    """A run of lines as the editor leaves it: corrected, split, joined or moved in time."""
    form = await forms.read(request, LinesForm)
    saved = await actions.save_lines(
        actor, code, caption_id=form.caption_id, near=form.near, was=form.was, now=form.now
    )
    return Response(saved, status_code=200, headers=_FRESH)


@post("/media/{code:str}/captions/review", **needs(Permission.UPLOAD_MEDIA))
async def post_review(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Page[AssetView] | Moved:
    """The captions as a person has read and corrected them: kept as a draft, or reviewed."""
    form = await forms.read(request, ReviewForm)
    try:
        await actions.review_captions(
            actor,
            code,
            caption_id=form.caption_id,
            typed=form.typed,
            first=form.first,
            revision=form.revision,
            finish=form.then == "review",
        )
    except (Invalid, Conflict) as refusal:
        view = await asset_view(actor, code, language=form.language, page=form.page)
        return Page("media/captions.html", refused(view, refusal, form.typed), status=refusal.status)
    return Moved(f"/media/{code}{form.leads_to}")


@post("/media/{code:str}/captions/draft", **needs(Permission.UPLOAD_MEDIA))
async def post_draft(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Have speech recognition draft the captions."""
    await actions.ask_for_draft(actor, code)
    return Moved(f"/media/{code}")


@post("/media/{code:str}/captions/draft/stop", **needs(Permission.UPLOAD_MEDIA))
async def post_draft_stop(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """End a draft that is being made."""
    await actions.stop_draft(actor, code)
    return Moved(f"/media/{code}")


@route(
    "/media/captions/{token:str}/{code:str}/{caption_id:int}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    **needs(Permission.PUBLIC),
)
async def captions_file(token: FromPath[str], code: FromPath[str], caption_id: FromPath[int]) -> Response[str]:
    """Captions as WebVTT, for whoever holds a signed link."""
    delivery.check_token(
        token, delivery.of_captions(code, caption_id), now=clock.now(), secret=settings.current().secret
    )
    body = await queries.caption_body(code, caption_id)
    if body is None:
        raise NotFound()
    return Response(body, media_type="text/vtt", headers=_FRESH)


@get("/media/transcripts/{token:str}/{code:str}/{caption_id:int}", **needs(Permission.PUBLIC))
async def transcript_file(token: FromPath[str], code: FromPath[str], caption_id: FromPath[int]) -> Response[str]:
    """Reviewed captions as a text to keep and print, for whoever holds a signed link."""
    delivery.check_token(
        token, delivery.of_captions(code, caption_id), now=clock.now(), secret=settings.current().secret
    )
    text = await queries.transcript_text(code, caption_id)
    if text is None:
        raise NotFound()
    return Response(text, media_type="text/plain", headers=_FRESH | _KEPT)


ROUTES = [
    captions_page,
    post_captions,
    post_lines,
    post_review,
    post_draft,
    post_draft_stop,
    captions_file,
    transcript_file,
]
