"""The pages that only say something: help, accessibility, privacy, terms."""

import msgspec
from litestar import get

from academy.actor import Permission
from academy.web.guards import needs
from academy.web.page import Page


class Words(msgspec.Struct, frozen=True):
    """A page of plain words; its text is its template."""

    page: str


@get("/help", **needs(Permission.PUBLIC))
async def help_page() -> Page[Words]:
    """How to take a course, and whom to ask."""
    return Page("help.html", Words("help"))


@get("/accessibility", **needs(Permission.PUBLIC))
async def accessibility() -> Page[Words]:
    """What the academy does for everyone to use it."""
    return Page("accessibility.html", Words("accessibility"))


@get("/privacy", **needs(Permission.PUBLIC))
async def privacy() -> Page[Words]:
    """What is kept of a person, why and how long."""
    return Page("privacy.html", Words("privacy"))


@get("/terms", **needs(Permission.PUBLIC))
async def terms() -> Page[Words]:
    """The notice of use."""
    return Page("terms.html", Words("terms"))


ROUTES = [help_page, accessibility, privacy, terms]
