"""The learning paths, open to everybody; who is signed in sees what is done."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.web.guards import needs
from academy.web.page import Page
from courses.paths.queries import PathsPage, path_page, paths_page
from courses.paths.rules import Path


@get("/paths", **needs(Permission.PUBLIC))
async def all_paths(actor: NamedDependency[Actor]) -> Page[PathsPage]:
    """Which courses fit which work."""
    return Page("paths/list.html", await paths_page(actor))


@get("/paths/{slug:str}", **needs(Permission.PUBLIC))
async def one_path(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[Path]:
    """One path: its courses in order, why, and what to do next."""
    return Page("paths/path.html", await path_page(actor, slug))


ROUTES = [all_paths, one_path]
