"""Documents that are printed from the code, so that they cannot fall behind it.

`academy docs` writes them into `docs/`; a test compares what lies there with what would be printed.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import msgspec
from litestar import Litestar
from litestar.routes import ASGIRoute, HTTPRoute

from academy.actor import MATRIX, SITE_ROLES, Permission
from academy.piccolo_conf import FLOORS
from academy.settings import DESCRIPTIONS, REQUIRED_IN_PRODUCTION, Settings

_PRINTED = "This page is printed from the code by `academy docs`; change the code, not the page.\n"
_OWN_WORDS = {
    "data": "`var`",
    "database_url": "SQLite in the data folder",
    "base_url": "`http://localhost:` and the port",
    "secret": "made once and kept in the data folder",
    "storage_url": "a folder in the data folder",
    "funding_notice": "a sentence that says where the notice is set",
}
"""Defaults that depend on other settings or are too long for a table."""


class Route(msgspec.Struct, frozen=True):
    """One address: what it answers to, what it needs, and what it is for."""

    method: str
    address: str
    permission: str
    purpose: str


class Lifecycle(msgspec.Struct, frozen=True):
    """One life: what the rules say about it, and its moves as (state, verb, state)."""

    title: str
    moves: tuple[tuple[str, str, str], ...]
    note: str


def pages(routes: Iterable[Route]) -> dict[str, str]:
    """File name -> Markdown, for everything that is printed."""
    found = list(modules_that_speak())
    return {
        "settings.md": settings_page(),
        "permissions.md": permissions_page(sorted(routes, key=lambda one: (one.address, one.method))),
        "lifecycles.md": lifecycles_page([_lifecycle(module) for module in found if hasattr(module, "MOVES")]),
        "audit.md": audit_page(audited(found)),
    }


def write(folder: Path, routes: Iterable[Route]) -> list[Path]:
    """Write the documents and return the files that changed."""
    changed = []
    for name, text in pages(routes).items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            changed.append(path)
    return changed


def routes_of(app: Litestar) -> Iterator[Route]:
    """The app's addresses, each method on its own; Litestar's own description of them is left out."""
    for route in app.routes:
        if isinstance(route, ASGIRoute):
            yield _route("any", route.path, route.route_handler.opt, route.route_handler.fn)
        elif isinstance(route, HTTPRoute) and not route.path.startswith("/openapi"):
            for method, (handler, _) in route.route_handler_map.items():
                if method not in ("OPTIONS", "HEAD"):
                    yield _route(method, route.path, handler.opt, handler.fn)


def _route(method: str, path: str, opt: Mapping[str, object], function: object) -> Route:
    purpose = (inspect.getdoc(function) or "").partition("\n")[0]
    return Route(method, _plain(path), str(opt.get("permission", "")), purpose)


def settings_page() -> str:
    """Every setting with its variable, default and meaning."""
    rows = [
        (f"`{variable}`", _default(field), "yes" if field in REQUIRED_IN_PRODUCTION else "", meaning)
        for field, (variable, meaning) in DESCRIPTIONS.items()
    ]
    intro = (
        "Set as environment variables. A value can also lie in a file: append `_FILE` to the variable and give the "
        "path. Without any, the academy runs on SQLite below `var/`; `ACADEMY_ENV=production` refuses to start "
        "until the required ones are set and names all that are missing at once.\n"
    )
    table = _table(("variable", "default", "required in production", "meaning"), rows)
    return _page("Settings", intro, table)


def _default(field: str) -> str:
    if field in _OWN_WORDS:
        return _OWN_WORDS[field]
    value = next(one.default for one in msgspec.structs.fields(Settings) if one.name == field)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def permissions_page(routes: Sequence[Route]) -> str:
    """Which role may do what, and what each address needs."""
    words = [permission for permission in Permission if any(permission in held for held in MATRIX.values())]
    matrix = _table(
        ("permission", *(f"{role.value}{' (site)' if role in SITE_ROLES else ''}" for role in MATRIX)),
        [(f"`{word.value}`", *("yes" if word in held else "" for held in MATRIX.values())) for word in words],
    )
    addresses = _table(
        ("method", "address", "needs", "what it is for"),
        [(one.method, f"`{one.address}`", f"`{one.permission}`", one.purpose) for one in routes],
    )
    intro = (
        "A role marked (site) counts at the sites it was granted for and nowhere else. Learner follows from an open "
        "membership and supervisor from an open unit of one's own agency; both need no grant. `public` needs "
        "nobody to be signed in, `signed_in` anybody who is.\n\n"
        "Who lacks the permission is refused (403). Who has it, but not for this record, is told that there is "
        "nothing (404): an address never reveals what belongs to somebody else.\n"
    )
    return _page("Permissions", intro, matrix, "## Addresses\n", addresses)


def _plain(path: str) -> str:
    """`{slug:str}` -> `{slug}`."""
    return "".join(part.partition(":")[0] + "}" if "}" in part else part for part in _parts(path))


def _parts(path: str) -> list[str]:
    return path.replace("{", "\n{").replace("}", "}\n").split("\n")


def lifecycles_page(lives: Iterable[Lifecycle]) -> str:
    """Every way something can move from state to state."""
    sections = [
        f"## {life.title}\n\n{_table(('from', 'by', 'to'), life.moves)}" + (f"\n{life.note}\n" if life.note else "")
        for life in sorted(lives, key=lambda life: life.title)
    ]
    intro = "What is not listed cannot happen: the rules refuse it, and the update in the database finds no row.\n"
    return _page("Lifecycles", intro, *sections)


def audit_page(words: Iterable[tuple[StrEnum, str]]) -> str:
    """Everything the audit log can say."""
    rows = sorted((f"`{word.value}`", word.name.replace("_", " ").lower(), f"`{module}`") for word, module in words)
    intro = (
        "Each entry holds who acted, when, on what, for which site, and the id of the request. Entries are added in "
        "the transaction of the change and can never be changed or deleted.\n"
    )
    return _page("Audit log", intro, _table(("action", "in words", "written by"), rows))


def audited(modules: Iterable[ModuleType]) -> Iterator[tuple[StrEnum, str]]:
    """Every member of the areas' `Audited`, with the module that declares it."""
    for module in modules:
        declared = vars(module).get("Audited")
        if inspect.isclass(declared) and issubclass(declared, StrEnum) and declared.__module__ == module.__name__:
            yield from ((member, module.__name__) for member in declared)


def modules_that_speak() -> Iterator[ModuleType]:
    """The modules whose words are printed: those with lifecycles or with words of the audit log."""
    for floor in FLOORS:
        package = importlib.import_module(floor)
        for found in pkgutil.walk_packages(package.__path__, f"{floor}."):
            if _says_something(found):
                yield importlib.import_module(found.name)


def _says_something(found: pkgutil.ModuleInfo) -> bool:
    """Whether the source has what is printed: importing the rest (film, paper) would cost seconds for nothing."""
    spec = found.module_finder.find_spec(found.name, None)
    text = Path(spec.origin).read_text() if spec and spec.origin else ""
    return "class Audited(" in text or "\nMOVES:" in text


def _lifecycle(module: ModuleType) -> Lifecycle:
    title = (inspect.getdoc(module) or module.__name__).partition(".")[0].partition(",")[0]
    moves = tuple((str(state), str(verb), str(to)) for (state, verb), to in vars(module)["MOVES"].items())
    return Lifecycle(title, moves, _note_after_moves(module))


def _note_after_moves(module: ModuleType) -> str:
    """The docstring below MOVES, which Python itself throws away."""
    body = ast.parse(inspect.getsource(module)).body
    for step, after in pairwise(body):
        if isinstance(step, ast.AnnAssign) and ast.unparse(step.target) == "MOVES" and isinstance(after, ast.Expr):
            return inspect.cleandoc(ast.literal_eval(after.value))
    return ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _page(title: str, *parts: str) -> str:
    return "\n".join((f"# {title}\n", _PRINTED, *parts)).rstrip() + "\n"
