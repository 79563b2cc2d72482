"""Is the process alive, and is it ready to serve: for load balancers and for the person on call."""

import msgspec
from litestar import MediaType, Response, get
from piccolo.table import Table

from academy.actor import Permission
from academy.audit import AuditEvent
from academy.db import work
from academy.web.guards import needs


class Health(msgspec.Struct, frozen=True):
    """`state`: live or ready."""

    state: str


@get("/health/live", **needs(Permission.PUBLIC))
async def live() -> Health:
    """The process answers."""
    return Health("live")


@get(["/health", "/health/ready"], **needs(Permission.PUBLIC))
async def ready() -> Health:
    """The database answers too; a failure is a 500 and says why in the log."""
    table: type[Table] = AuditEvent
    async with work.reading():
        await table.exists().where(AuditEvent.id == 0)
    return Health("ready")


@get("/robots.txt", media_type=MediaType.TEXT, **needs(Permission.PUBLIC))
async def robots() -> Response[str]:
    """Search engines may list the catalog and nothing else."""
    return Response("User-agent: *\nAllow: /$\nAllow: /courses\nDisallow: /\n", media_type=MediaType.TEXT)


ROUTES = [live, ready, robots]
