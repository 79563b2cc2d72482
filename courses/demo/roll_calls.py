"""Roll calls of the demo: a sergeant of Raleigh held one, and another waits for its signature."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from academy import clock
from academy.actor import Actor, Permission
from academy.sign_in.identity import of_person
from academy.sites.access import site_for
from academy.sites.tables import Unit
from academy.structure.actions import add_supervisor
from courses.demo import people
from courses.demo.history import Hands
from courses.learning.roll_calls.tables import RollCallPart
from courses.roll_calls.actions import joining, leading
from courses.roll_calls.own import own_view
from courses.roll_calls.packs import packs

SITE, UNIT, SERGEANT = "raleigh-nc", "Patrol South", "certified"


async def make(today: datetime) -> None:
    """Tyler supervises Patrol South: last week's roll call is signed, this morning's is open."""
    coordinator = await people.actor("coordinator")
    site = await site_for(coordinator, SITE, Permission.MANAGE_PEOPLE)
    unit = await Unit.select(Unit.code).where(Unit.agency.site == site.id, Unit.name == UNIT).first()
    found = await packs()
    if unit is None or not found:
        return
    sergeant = await people.actor(SERGEANT)
    await add_supervisor(coordinator, site=site, code=unit["code"], who=sergeant.email)
    sergeant = await people.actor(SERGEANT)
    for pack, days in ((found[0], 6), (found[-1], 0)):
        hands = Hands(today - timedelta(days=days, minutes=3))
        with clock.clock_set_to(hands):
            code = await leading.start(sergeant, slug=SITE, pack=pack.value, units=[unit["code"]])
            await _answer(code, hands)
            if days:
                await _sign(sergeant, code, hands)


async def _answer(code: str, hands: Hands) -> None:
    """Most join and answer; Maria was on a call."""
    for number, officer in enumerate(await _squad(code)):
        if number % 5 == 3 or officer.email.startswith("officer@"):
            continue
        hands.pass_(seconds=7)
        await joining.join(officer, code=code)
        for question in (await own_view(officer, code)).pack.questions:
            choice = question.choices[(number + len(question.key)) % len(question.choices)]
            await joining.answer(officer, code=code, question=question.key, chosen=[choice.key])


async def _sign(sergeant: Actor, code: str, hands: Hands) -> None:
    hands.pass_(minutes=9)
    await leading.close(sergeant, slug=SITE, code=code)
    there = [one.code for number, one in enumerate(await _squad(code)) if number % 5 != 3]
    there = [one for one in there if one != (await people.actor("officer")).code]
    due_on = hands.now.date() + timedelta(days=14)
    signed = leading.Attesting(people=tuple(there), name=sergeant.name, agrees=True, due_on=due_on)
    await leading.attest(sergeant, slug=SITE, code=code, signed=signed)


async def _squad(code: str) -> Sequence[Actor]:
    rows = (
        await RollCallPart.select(RollCallPart.person)
        .where(RollCallPart.roll_call.code == code)
        .order_by(RollCallPart.id)
    )
    return [await of_person(row["person"]) for row in rows]
