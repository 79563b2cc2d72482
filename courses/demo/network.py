"""The network of the demo: how large the sites are, and their numbers counted."""

from academy.sites.access import SiteRow
from academy.sites.tables import Site
from academy.structure.actions import say_sworn
from courses.demo import people
from courses.network import actions

SWORN = {"raleigh-nc": 640, "tulsa-ok": 410, "pueblo-co": 96}
"""The others have not said."""


async def make() -> None:
    """Say how many sworn officers some sites have, count all, and compare with a full recount."""
    administrator = await people.actor("administrator")
    columns = (Site.id, Site.slug, Site.name, Site.state_code, Site.time_zone)
    for row in await Site.select(*columns).where(Site.slug.is_in([*SWORN])):
        await say_sworn(administrator, site=SiteRow(**row), sworn=SWORN[row["slug"]])
    await actions.check()
