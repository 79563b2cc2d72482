"""Keys for agencies' programs: the list, a new key shown once, the end of one."""

from datetime import timedelta
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from certificates import actions
from certificates.forms import KeyForm
from certificates.queries.keys import KeyRow, keys_in_force

_USUAL = timedelta(days=365)


class KeysView(msgspec.Struct, frozen=True):
    """Keys in force, the form as it was filled, and a key just made (shown once)."""

    keys: tuple[KeyRow, ...]
    values: dict[str, str]
    errors: dict[str, str] = {}
    new_key: str = ""


@get("/admin/check-keys", **needs(Permission.ADMINISTER))
async def keys() -> Page[KeysView]:
    """Whose programs may check many numbers."""
    return Page("certificates/keys.html", await _view())


@post("/admin/check-keys", **needs(Permission.ADMINISTER))
async def make(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Page[KeysView]:
    """Make a key and show it this once."""
    form: KeyForm | None = None
    try:
        form = await forms.read(request, KeyForm)
        key = await actions.make_key(actor, name=form.name, ends_on=form.ends_on)
    except Invalid as refusal:
        typed = {"name": form.name, "ends_on": str(form.ends_on)} if form else refusal.facts.get("values")
        values = {**_blank(), **(typed if isinstance(typed, dict) else {})}
        view = msgspec.structs.replace(await _view(), values=values, errors=refusal.fields)
        return Page("certificates/keys.html", view, status=refusal.status)
    view = msgspec.structs.replace(await _view(), new_key=key)
    return Page("certificates/keys.html", view, status=201, headers={"cache-control": "no-store"})


@post("/admin/check-keys/{code:str}/revocation", **needs(Permission.ADMINISTER))
async def revocation(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """End a key at once."""
    await actions.revoke_key(actor, code=code)
    return Moved("/admin/check-keys")


async def _view() -> KeysView:
    return KeysView(await keys_in_force(), _blank())


def _blank() -> dict[str, str]:
    return {"name": "", "ends_on": str(clock.now().date() + _USUAL)}


ROUTES = [keys, make, revocation]
