"""Carrying one's place to another device. Whoever opens it there signs in as always: the symbol lets nobody in."""

import hashlib

from academy import clock
from academy.actor import Actor
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import NotFound
from courses.learning.rules import handoff as rules
from courses.learning.tables import Handoff


async def offer(actor: Actor, *, place: str) -> str:
    """The token for going on at a place of the actor's; earlier ones of theirs are over. Raises NoSuchPlace."""
    token = new_code()
    row = Handoff(token_hash=_hash(token), person=actor.id, place=rules.require_place(place), made_at=clock.now())
    async with writing():
        await Handoff.delete().where(Handoff.person == actor.id)
        await Handoff.insert(row)
    return token


async def look(actor: Actor, token: str) -> str:
    """The place a token leads its own person to. Raises NotFound for everybody else, HandoffOver."""
    row = await Handoff.objects().where(Handoff.token_hash == _hash(token), Handoff.person == actor.id).first()
    if row is None:
        raise NotFound()
    return rules.require_good(rules.Handoff(row.place, row.made_at, row.used_at), clock.now())


async def go_on(actor: Actor, token: str) -> str:
    """Use the token up; gives the place. Raises NotFound, HandoffOver."""
    async with writing():
        place = await look(actor, token)
        mine = (Handoff.token_hash == _hash(token)) & Handoff.used_at.is_null()
        if not await Handoff.update({Handoff.used_at: clock.now()}).where(mine).returning(Handoff.id):
            raise rules.HandoffOver()
    return place


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
