"""The paper of an attempt: every question as it was shown, with the answer and the key."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.web.guards import needs
from academy.web.page import Page
from courses.learning.actions.papers import open_paper
from courses.learning.queries.paper import PaperPage, own_paper

_PAPER = "learning/paper.html"


@get("/attempts/{code:str}/paper", **needs(Permission.LEARN))
async def paper(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[PaperPage]:
    return Page(_PAPER, await own_paper(actor, code))


@get("/admin/attempts/{code:str}/paper", **needs(Permission.ADMINISTER))
async def anybodys_paper(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[PaperPage]:
    """For questions that come years later."""
    return Page(_PAPER, await open_paper(actor, code=code))


ROUTES = [paper, anybodys_paper]
