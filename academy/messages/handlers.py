"""The page of outgoing mail."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.messages.actions import try_again
from academy.messages.queries import Messages, messages
from academy.web.guards import needs
from academy.web.page import Moved, Page


@get("/admin/messages", **needs(Permission.ADMINISTER))
async def ledger(show: FromQuery[str] = "", before: FromQuery[int | None] = None) -> Page[Messages]:
    """Mail that leaves the academy: what was sent, what waits, what failed and why."""
    return Page("messages/ledger.html", await messages(show, before))


@post("/admin/messages/{message:int}/retry", **needs(Permission.ADMINISTER))
async def retry(actor: NamedDependency[Actor], message: FromPath[int]) -> Moved:
    """Send a message again that failed."""
    await try_again(actor, message)
    return Moved("/admin/messages?show=queued")


ROUTES = [ledger, retry]
