"""The media library over HTTP: list, asset page, fallback upload, and the files players fetch."""

from pathlib import Path
from typing import Any

import msgspec
from litestar import HttpMethod, Request, get, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import ServerSentEvent

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.errors import Invalid, NotFound
from academy.web import forms, templating
from academy.web.guards import needs
from academy.web.media_response import MediaResponse
from academy.web.page import Moved, Page
from media import actions, delivery, live, queries
from media.access import asset_for
from media.ffmpeg.render import content_type
from media.forms import ChaptersForm
from media.handlers.asset_view import AssetView, asset_view, refused_page
from media.rules.chapters import ChaptersFaulty
from media.uploads import plain_form
from media.uploads.endpoint import uploads

KEEP = f"private, max-age={int(delivery.LIFE.total_seconds())}, immutable"
"""Every run of a render has addresses of its own, so what was fetched never changes."""


class MediaListView(msgspec.Struct, frozen=True):
    """The library as filtered. `waiting` counts what needs a person: failed files and captions to look at."""

    rows: tuple[queries.AssetRow, ...]
    uploads: tuple[queries.UploadRow, ...]
    search: str
    need: str
    total_bytes: int
    waiting: int
    in_work: bool
    limit_bytes: int
    errors: dict[str, str] = {}


@get("/media", **needs(Permission.UPLOAD_MEDIA))
async def media_list(
    actor: NamedDependency[Actor], q: FromQuery[str] = "", need: FromQuery[str] = ""
) -> Page[MediaListView]:
    """All recordings, in work first."""
    return Page("media/list.html", await _list_view(actor, search=q.strip(), need=need))


async def _list_view(
    actor: Actor, *, search: str = "", need: str = "", errors: dict[str, str] | None = None
) -> MediaListView:
    rows = await queries.asset_rows(actor, search=search, need=need)
    return MediaListView(
        rows=rows,
        uploads=await queries.open_uploads(actor),
        search=search,
        need=need,
        total_bytes=await queries.library_bytes(),
        waiting=sum(row.need in (1, 2) for row in rows),
        in_work=any(row.working for row in rows),
        limit_bytes=settings.current().upload_limit_bytes,
        errors=errors or {},
    )


@post("/media", request_max_body_size=plain_form.LIMIT + 100_000, **needs(Permission.UPLOAD_MEDIA))
async def post_file(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor]
) -> Page[MediaListView] | Page[AssetView] | Moved:
    """A small file from a plain form, for browsers without scripts."""
    form = await request.form()
    described = str(form.get("describes") or "")
    try:
        code = await plain_form.receive(actor, form)
    except Invalid as refusal:
        if described:
            faults = {"describes": next(iter(refusal.fields.values()), refusal.sentence)}
            return await refused_page(actor, described, faults)
        return Page("media/list.html", await _list_view(actor, errors=refusal.fields), status=422)
    return Moved(f"/media/{described or code}")


@get("/media/events", **needs(Permission.UPLOAD_MEDIA))
async def list_events(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> ServerSentEvent:
    """Where the recordings in work stand, as a stream for the list: told whenever one changes, until all are done."""
    seen = request.headers.get("last-event-id", "")

    def draw(row: queries.AssetRow) -> str:
        return templating.current().render("media/line.html", row, request)

    return ServerSentEvent(live.told_list(actor, draw, seen=seen), headers=live.NOT_KEPT)


@get("/media/{code:str}", **needs(Permission.UPLOAD_MEDIA))
async def asset_page(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[AssetView]:
    """One recording."""
    return Page("media/asset.html", await asset_view(actor, code))


@get("/media/{code:str}/state", **needs(Permission.UPLOAD_MEDIA))
async def asset_state(
    actor: NamedDependency[Actor], code: FromPath[str], shown: FromQuery[str] = ""
) -> Page[queries.AssetRow]:
    """Where a recording stands now; a page that shows another state (`shown`), or work that is over, loads again."""
    row = await queries.asset_row(await asset_for(actor, code), actor)
    return Page("media/state.html", row, headers={"hx-refresh": "true"} if live.is_over(row, shown) else {})


@get("/media/{code:str}/events", **needs(Permission.UPLOAD_MEDIA))
async def asset_events(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str], shown: FromQuery[str] = ""
) -> ServerSentEvent:
    """The same as a stream: told whenever it changes, until the work is over."""
    await asset_for(actor, code)
    seen = request.headers.get("last-event-id", "")

    def draw(row: queries.AssetRow) -> str:
        return templating.current().render("media/state.html", row, request)

    return ServerSentEvent(live.told(actor, code, draw, seen=seen, shown=shown), headers=live.NOT_KEPT)


@post("/media/{code:str}/chapters", **needs(Permission.UPLOAD_MEDIA))
async def post_chapters(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Page[AssetView] | Moved:
    """The chapters as somebody named and arranged them."""
    form = await forms.read(request, ChaptersForm)
    try:
        await actions.save_chapters(actor, code, lines=form.lines())
    except ChaptersFaulty as refusal:
        return await refused_page(actor, code, refusal.fields, chapters=refusal.lines)
    return Moved(f"/media/{code}")


@post("/media/{code:str}/retry", **needs(Permission.UPLOAD_MEDIA))
async def post_retry(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Start a failed recording over."""
    await actions.retry(actor, code)
    return Moved(f"/media/{code}")


@post("/media/{code:str}/film", **needs(Permission.UPLOAD_MEDIA))
async def post_film(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Make the film of a deck now, before anybody opens its lesson."""
    await actions.ask_for_film(actor, code)
    return Moved(f"/media/{code}")


@post("/media/{code:str}/stop", **needs(Permission.UPLOAD_MEDIA))
async def post_stop(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """End the preparation of a recording."""
    await actions.stop(actor, code)
    return Moved(f"/media/{code}")


@post("/media/uploads/{code:str}/removal", **needs(Permission.UPLOAD_MEDIA))
async def post_upload_removal(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Forget an upload that was not finished."""
    await plain_form.remove(actor, code)
    return Moved("/media")


@route(
    "/media/files/{token:str}/{path:path}", http_method=[HttpMethod.GET, HttpMethod.HEAD], **needs(Permission.PUBLIC)
)
async def playable_file(token: FromPath[str], path: FromPath[Path]) -> MediaResponse:
    """A file of a rendition, for whoever holds a signed link."""
    found = delivery.PLAYABLE.fullmatch(path.as_posix().lstrip("/"))
    if found is None:
        raise NotFound()
    left = delivery.check_token(token, found["code"], now=clock.now(), secret=settings.current().secret)
    key, kind = f"media/{found['code']}/{found['name']}", content_type(found["name"])
    return MediaResponse(key, kind, cache_control=KEEP, link_life=delivery.link_life(found["name"], left))


ROUTES = [
    uploads,
    media_list,
    post_file,
    list_events,
    asset_page,
    asset_state,
    asset_events,
    post_chapters,
    post_film,
    post_retry,
    post_stop,
    post_upload_removal,
    playable_file,
]
