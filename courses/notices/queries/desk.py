"""A site's plan and wording: the standard ones, or its own."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from academy.sites.access import SiteRow
from academy.sites.tables import Site
from courses.notices.queries.owed import Reader, coordinators_of
from courses.notices.rules.plan import Plan, days_of
from courses.notices.rules.wording import KINDS
from courses.notices.tables import NoticePlan, NoticeWording


class Words(msgspec.Struct, frozen=True):
    """Subject and body of a kind of letter, with places in braces."""

    subject: str
    body: str
    is_own: bool = False


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """From where letters of a site are written."""

    site: SiteRow
    plan: Plan
    words: Mapping[str, Words]
    coordinators: tuple[Reader, ...]


def _standard(kind: str) -> Words:
    text = (Path(__file__).parents[1] / "letters" / f"{kind}.txt").read_text()
    subject, _, body = text.partition("\n")
    return Words(subject.removeprefix("Subject: ").strip(), body.strip("\n"))


STANDARD = {kind: _standard(kind) for kind in KINDS}


async def desk_of(site: SiteRow) -> Desk:
    """Plan, words and coordinators of a site."""
    rows = await NoticeWording.select().where(NoticeWording.site == site.id)
    own = {row["kind"]: Words(row["subject"], row["body"], is_own=True) for row in rows if row["kind"] in KINDS}
    return Desk(
        site=site, plan=await plan_of(site.id), words=STANDARD | own, coordinators=await coordinators_of(site.id)
    )


async def plan_of(site_id: int) -> Plan:
    """A site's own plan, or the standard one."""
    row = await NoticePlan.select().where(NoticePlan.site == site_id).first()
    if row is None:
        return Plan()
    days = {name: days_of(row[name]) for name in ("before", "expiring")}
    return Plan(**({name: row[name] for name in Plan.__struct_fields__} | days))


async def site_by_id(site_id: int) -> SiteRow:
    """For jobs, which act for nobody."""
    row = (
        await Site.select(*(getattr(Site, name) for name in SiteRow.__struct_fields__))
        .where(Site.id == site_id)
        .first()
    )
    assert row is not None, f"no site {site_id}"
    return SiteRow(**row)
