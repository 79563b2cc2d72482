"""The template environment: each area's folder mounted under its name, undefined names are errors."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from litestar.connection import ASGIConnection
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from academy import clock, settings
from academy.actor import Visitor
from academy.web import filters
from academy.web.places import here_for

Markdown = Callable[[str], str]

_ZONED = {
    "when": filters.when,
    "short_when": filters.short_when,
    "day": filters.day,
    "short_day": filters.short_day,
    "clock": filters.clock,
}
_PLAIN = {
    "minutes": filters.minutes,
    "playtime": filters.playtime,
    "hours": filters.hours,
    "bytes_size": filters.bytes_size,
    "plural": filters.plural,
    "zip": zip,
    "json": lambda value: msgspec.json.encode(value).decode().replace("<", "\\u003c"),
    "search_words": lambda text: re.sub(r"[^\w ]+", " ", text).strip(),
}


class Templates:
    """Renders templates with what every page needs: view, actor, zone, assets, form token."""

    def __init__(self, folders: Mapping[str, Path], asset: Callable[[str], str], markdown: Markdown) -> None:
        house = Path(__file__).parent / "templates"
        areas = jinja2.PrefixLoader({name: jinja2.FileSystemLoader(path) for name, path in folders.items()})
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(house), areas]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.filters |= _PLAIN
        self._environment.filters |= {
            name: jinja2.pass_context(partial(_zoned, function)) for name, function in _ZONED.items()
        }
        self._environment.filters["markdown"] = lambda text: Markup(markdown(text))  # noqa: S704 - made with html off
        self._environment.globals |= {"asset": asset, "here_for": here_for}

    def render(self, template: str, view: object, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        """The page as HTML."""
        actor = connection.scope["state"].get("actor", Visitor)
        return self._template(template).render(
            view=view,
            actor=actor,
            zone=actor.zone,
            now=clock.now(),
            path=connection.scope["path"],
            site_settings=settings.current(),
            csrf_token=partial(_csrf_token, connection),
            ground=connection.cookies.get("academy_view", "system"),
        )

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """A macro of a template that needs nothing but its arguments."""
        found: Callable[..., str] = getattr(self._template(template).module, name)
        return found

    @cache  # noqa: B019 - one instance lives as long as the app
    def _template(self, name: str) -> jinja2.Template:
        return self._environment.get_template(name)


def _zoned(function: Callable[[Any, str], str], context: jinja2.runtime.Context, moment: Any, zone: str = "") -> str:
    return function(moment, zone or context["zone"])


def _csrf_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    token = ScopeState.from_scope(connection.scope).csrf_token
    return token if isinstance(token, str) else ""


_templates: Templates | None = None


def use(templates: Templates) -> None:
    """Make these the templates of this process; called by create_app."""
    global _templates
    _templates = templates


def current() -> Templates:
    """The templates of this process."""
    if _templates is None:
        raise RuntimeError("templating.use() was not called")
    return _templates
