"""Every route names its permission; the guard refuses who lacks it before the handler runs."""

from typing import Any, TypedDict

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from academy.actor import Actor, Permission
from academy.errors import NotAllowed, SignInNeeded


class Needs(TypedDict):
    """Keyword arguments of a Litestar route decorator."""

    guards: list[Guard]
    opt: dict[str, Permission]


def needs(permission: Permission) -> Needs:
    """`@get("/my-training", **needs(Permission.LEARN))`: who may call, as data that the house test reads."""
    return {"guards": [_guard], "opt": {"permission": permission}}


# Async although it waits for nothing: a plain function would be sent to a thread, at twice the cost of an empty page.
async def _guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    permission: Permission = handler.opt["permission"]
    actor = connection.scope["state"]["actor"]
    if actor.may(permission):
        return
    raise SignInNeeded() if actor.is_visitor else NotAllowed()


async def current_actor(request: Request[Any, Any, Any]) -> Actor:
    """The dependency every handler may ask for: who the entrance found."""
    actor: Actor = request.scope["state"]["actor"]
    return actor
