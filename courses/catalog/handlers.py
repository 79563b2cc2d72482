"""The home page and catalog, and a course before enrollment: open to everybody."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from academy.actor import Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Page
from courses.catalog.queries import CoursePage, course_page, published_courses
from courses.catalog.rules import CourseRow, Filters, Group, Relief, chosen, groups, reliefs

Words = Annotated[str, msgspec.Meta(max_length=100)]


class Asked(msgspec.Struct, frozen=True):
    """The catalog's filters as they come in the address."""

    q: Words = ""
    area: tuple[Words, ...] = ()
    length: tuple[Words, ...] = ()
    audience: tuple[Words, ...] = ()


class CatalogView(msgspec.Struct, frozen=True):
    """The courses that fit, and the filters with their counts."""

    courses: tuple[CourseRow, ...]
    filters: Filters
    groups: tuple[Group, ...]
    reliefs: tuple[Relief, ...] = ()
    lessons: int = 0


@get("/", **needs(Permission.PUBLIC))
async def home(request: Request[Any, Any, Any]) -> Page[CatalogView]:
    """What the academy is, the catalog, and the certificate check."""
    return Page("catalog/home.html", await _catalog(request))


@get("/courses", **needs(Permission.PUBLIC))
async def catalog(request: Request[Any, Any, Any]) -> Page[CatalogView]:
    """The catalog alone."""
    return Page("catalog/courses.html", await _catalog(request))


@get("/courses/{slug:str}", **needs(Permission.PUBLIC))
async def course(slug: FromPath[str]) -> Page[CoursePage]:
    """What the course teaches and what one needs to do for it."""
    return Page("catalog/course.html", await course_page(slug))


async def _catalog(request: Request[Any, Any, Any]) -> CatalogView:
    filters = _filters(request)
    courses = await published_courses(filters.q)
    shown = chosen(courses, filters)
    return CatalogView(
        courses=shown,
        filters=filters,
        groups=groups(courses, filters),
        reliefs=() if shown else reliefs(courses, filters),
        lessons=sum(one.lessons for one in shown),
    )


def _filters(request: Request[Any, Any, Any]) -> Filters:
    """An address nobody could have made with the form asks for nothing."""
    values = {name: request.query_params.getall(name) for name in request.query_params}
    try:
        asked = forms.parse(values, Asked)
    except Invalid:
        return Filters()
    return Filters(**msgspec.structs.asdict(asked))


ROUTES = [home, catalog, course]
