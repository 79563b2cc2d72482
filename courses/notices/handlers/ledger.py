"""The coordinator's list of messages: what was sent to whom, what waits, what bounced, and why somebody got nothing."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.messages.actions import try_again
from academy.sites.access import site_for
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.notices.queries.ledger import Ledger, ledger_of


@get("/sites/{slug:str}/messages", **needs(Permission.ASSIGN))
async def ledger(
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    show: FromQuery[str] = "",
    to: FromQuery[str] = "",
    before: FromQuery[int | None] = None,
) -> Page[Ledger]:
    """Messages of this site only."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    return Page("notices/ledger.html", await ledger_of(site, show=show, to=to, before=before))


@post("/sites/{slug:str}/messages/{message:int}/retry", **needs(Permission.ASSIGN))
async def retry(actor: NamedDependency[Actor], slug: FromPath[str], message: FromPath[int]) -> Moved:
    """Send one again that bounced or failed, to the address the person has now."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    await try_again(actor, message, site_id=site.id)
    return Moved(f"/sites/{slug}/messages?show=queued")


ROUTES = [ledger, retry]
