"""Keys with which programs of an agency check many numbers: made by the program office, shown once, ended at will."""

import secrets
from datetime import date, timedelta
from typing import Any

from piccolo.columns import Column

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import Invalid, NotFound
from academy.sign_in.sessions import hash_of
from certificates.actions.audited import Audited
from certificates.tables import CheckKey

LONGEST = timedelta(days=366)
"""A key that nobody renews is a key that nobody misses."""


async def make_key(actor: Actor, *, name: str, ends_on: date) -> str:
    """A key for the program of an agency, good through `ends_on` (UTC); gives it this once, only its hash is kept.

    Raises NotFound without the permission, Invalid for a day that is past or more than a year away.
    """
    _require_office(actor)
    today = clock.now().date()
    if not today <= ends_on <= today + LONGEST:
        raise Invalid(fields={"ends_on": f"Choose a day from today to {today + LONGEST:%Y-%m-%d}."})
    key = f"psp_check_{secrets.token_urlsafe(32)}"
    async with writing():
        row = CheckKey(code=new_code(), name=name, key_hash=hash_of(key), made_by=actor.id, ends_on=ends_on)
        made = await CheckKey.insert(row).returning(CheckKey.id)
        await record(actor, Audited.KEY_MADE, Subject("check_key", made[0]["id"]), name=name, ends_on=str(ends_on))
    return key


async def revoke_key(actor: Actor, *, code: str) -> None:
    """End a key at once. Raises NotFound without the permission or a key in force."""
    _require_office(actor)
    in_force = (CheckKey.code == code, CheckKey.revoked_at.is_null())
    async with writing():
        values: dict[Column | str, Any] = {CheckKey.revoked_at: clock.now(), CheckKey.revoked_by: actor.id}
        revoked = await CheckKey.update(values).where(*in_force).returning(CheckKey.id)
        if not revoked:
            raise NotFound()
        await record(actor, Audited.KEY_REVOKED, Subject("check_key", revoked[0]["id"]))


def _require_office(actor: Actor) -> None:
    if actor.scopes is not None or not actor.may(Permission.ADMINISTER):
        raise NotFound()
