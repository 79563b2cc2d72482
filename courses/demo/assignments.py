"""Assignments of the demo that are more than a list of names: with who joins later, a path, and one withdrawn."""

from datetime import datetime, timedelta

from academy import clock
from academy.actor import Permission
from academy.sites.access import site_for
from courses.assigning.actions.changing import withdraw
from courses.assigning.actions.making import make as assign
from courses.assigning.choice import Choice
from courses.assigning.targets import Target, targets
from courses.demo import people

CHOICES = (
    Choice(
        course="leadership", units=("Command",), joiners=True, due_kind="after_assigned", days="45", months="12",
        grace="30", reason="Whoever commands here renews this every year.",
    ),
    Choice(
        course="path:patrol", units=("Patrol North",), joiners=True, due_kind="after_joined", days="60",
        reason="What every officer of a patrol unit needs in the first weeks.",
    ),
)  # fmt: skip
WITHDRAWN = Choice(
    course="crime-scene-management", units=("Crime scene unit",), due_kind="none", reason="For the new laboratory."
)


async def make(today: datetime) -> None:
    """Three days ago, by Raleigh's coordinator; what cannot be taken in this demo is left out."""
    ruth = await people.actor("coordinator")
    site = await site_for(ruth, "raleigh-nc", Permission.ASSIGN)
    found = await targets()
    with clock.clock_set_to(lambda: today - timedelta(days=3)):
        for choice in CHOICES:
            if target := _target(found, choice):
                await assign(ruth, site=site, target=target, choice=choice)
        if target := _target(found, WITHDRAWN):
            made = await assign(ruth, site=site, target=target, choice=WITHDRAWN)
            await withdraw(ruth, site=site, code=made.code, reason="The laboratory opens in spring; we assign it then.")


def _target(found: tuple[Target, ...], choice: Choice) -> Target | None:
    return next((one for one in found if one.key == choice.course), None)
