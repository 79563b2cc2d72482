"""The search over lessons and lectures, for everybody who is signed in."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from academy.actor import Actor, Permission
from academy.web.guards import needs
from academy.web.page import Page
from courses.search.queries import SearchPage, search_page

MOST_LETTERS = 200


@get("/search", **needs(Permission.SIGNED_IN))
async def search(actor: NamedDependency[Actor], q: FromQuery[str] = "") -> Page[SearchPage]:
    """Where these words stand. What is too long to be a question is cut."""
    return Page("search/found.html", await search_page(actor, q[:MOST_LETTERS].strip()))


ROUTES = [search]
