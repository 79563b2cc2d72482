"""How far a coordinator's first visit is."""

import msgspec

from academy.actor import Actor
from academy.first_visit.asked import done_above
from academy.first_visit.rules import StepLine, is_shown, lines
from academy.first_visit.tables import FirstStep
from academy.sites.access import SiteRow


class FirstVisitView(msgspec.Struct, frozen=True, kw_only=True):
    """The four steps; `is_shown`: the card on the landing page still has something to say."""

    slug: str
    site: str
    steps: tuple[StepLine, ...]
    is_shown: bool


_HERE = """
SELECT (SELECT count(*) FROM (SELECT m.id FROM membership m WHERE m.site = {} AND m.ends_on IS NULL AND m.person <> {}
                              LIMIT 1) AS others) AS people,
       (SELECT count(*) FROM (SELECT i.id FROM unit_member i JOIN membership m ON m.id = i.membership
                              WHERE m.site = {} AND m.ends_on IS NULL AND i.ends_on IS NULL AND m.person <> {}
                              LIMIT 1) AS grouped) AS units
"""


async def first_visit(actor: Actor, site: SiteRow) -> FirstVisitView:
    """Every step as it stands: most know by themselves."""
    here = (await FirstStep.raw(_HERE, site.id, actor.id, site.id, actor.id))[0]
    done = {key for key, count in here.items() if count} | await done_above(site.id)
    rows = await FirstStep.select(FirstStep.step, FirstStep.outcome).where(
        FirstStep.person == actor.id, FirstStep.site == site.id
    )
    said = {row["step"]: str(row["outcome"]) for row in rows}
    steps = lines(done, said)
    return FirstVisitView(slug=site.slug, site=site.label, steps=steps, is_shown=is_shown(steps, said))
