"""How many sworn officers a site has."""

from academy.db.schema import add_columns
from academy.sites.tables import Site


async def forwards() -> None:
    await add_columns(Site.sworn)
