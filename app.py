"""Composition: the only place that sees every floor. Settings -> engine -> routes -> facts to jobs -> commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig

from academy import jobs, settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from academy.settings import Settings
from academy.sign_in.identity import identify
from academy.web import assets, logs, problems, templating
from academy.web.entrance import CsrfUnlessToken, entrance
from academy.web.guards import current_actor
from academy.web.static import static_route
from courses.content.markdown import to_html

HERE = Path(__file__).parent
AREAS = {
    "sign_in": "academy.sign_in",
    "media": "media",
    "authoring": "courses.authoring",
    "catalog": "courses.catalog",
    "learning": "courses.learning",
    "reports": "courses.reports",
    "certificates": "certificates",
}


def routes():
    found = [*import_module("academy.web.health").ROUTES]
    for name in AREAS.values():
        if find_spec(f"{name}.handlers"):
            found += import_module(f"{name}.handlers").ROUTES
    return found


def create_app(config: Settings) -> Litestar:
    """The whole academy as one ASGI app."""
    settings.use(config)
    logs.set_up(as_json=config.log_json)
    folders = {name: HERE / package.replace(".", "/") / "templates" for name, package in AREAS.items()}
    manifest = assets.Manifest.load()
    templating.use(templating.Templates(folders, manifest, to_html))

    @asynccontextmanager
    async def living(app: Litestar) -> AsyncIterator[None]:
        async with opened(make_engine(config.database_url)):
            await migrate(FLOORS)
            async with jobs.serving(work=config.worker == "inside"):
                yield

    csrf = CSRFConfig(secret=config.secret, cookie_secure=config.https, cookie_httponly=True)
    return Litestar(
        route_handlers=[*routes(), static_route(assets.BUILT)],
        dependencies={"actor": Provide(current_actor)},
        middleware=[entrance(identify, config), DefineMiddleware(CsrfUnlessToken, config=csrf)],
        exception_handlers=problems.handlers(),
        lifespan=[living],
        openapi_config=OpenAPIConfig(title="PSP Academy", version="1", path="/openapi", render_plugins=[]),
        request_max_body_size=10_000_000,
    )
