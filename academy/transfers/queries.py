"""The page of a move, the people who left a site, and an officer's own agencies with who may read what."""

from collections.abc import Mapping
from datetime import date

import msgspec

from academy.actor import Actor
from academy.sites.access import SiteRow, agencies_of
from academy.sites.tables import Membership
from academy.transfers.access import Officer
from academy.transfers.tables import RecordConsent

PER_PAGE = 50


class MoveView(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, and what is wrong with it. `officer` is there once they are found: then it is asked for sure."""

    slug: str
    site: str
    agencies: tuple[tuple[int, str], ...]
    today: date
    typed: Mapping[str, str]
    officer: Officer | None = None
    agency: str = ""
    moved_on: date | None = None
    leaves: tuple[int, ...] = ()
    errors: Mapping[str, str] = {}


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who left the site, with the last agency and when it ended."""

    code: str
    name: str
    agency: str
    starts_on: date
    ends_on: date


class FormerView(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the people who left, last ones first."""

    slug: str
    site: str
    q: str
    people: tuple[Former, ...]
    total: int
    page: int
    pages: int


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Time with one agency; open while `ends_on` is empty."""

    agency: str
    site: str
    slug: str
    starts_on: date
    ends_on: date | None


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """A site one works at, whose staff may read records of earlier agencies if `answer` is agreed."""

    slug: str
    site: str
    earlier: tuple[str, ...]
    answer: str


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's agencies, newest first, and the answers to the sites of today."""

    periods: tuple[Period, ...]
    asking: tuple[Asking, ...]


async def move_view(site: SiteRow, today: date, typed: Mapping[str, str]) -> MoveView:
    """The form as it was filled."""
    agencies = await agencies_of(site.id)
    return MoveView(slug=site.slug, site=site.label, agencies=agencies, today=today, typed=typed)


_FORMER = """
SELECT p.code AS code, p.full_name AS name, a.name AS agency, m.starts_on AS starts_on, m.ends_on AS ends_on,
       count(*) OVER () AS total
FROM membership m JOIN person p ON p.id = m.person JOIN agency a ON a.id = m.agency
WHERE m.site = {} AND m.ends_on IS NOT NULL AND lower(p.full_name) LIKE {} ESCAPE '!'
  AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.person = m.person AND o.site = m.site
                  AND (o.ends_on IS NULL OR o.ends_on > m.ends_on OR (o.ends_on = m.ends_on AND o.id > m.id)))
ORDER BY m.ends_on DESC, m.id DESC LIMIT {} OFFSET {}
"""


async def former_view(site: SiteRow, *, q: str, page: int) -> FormerView:
    """People without an open membership at the site who had one."""
    like = "%" + "".join(f"!{one}" if one in "!%_" else one for one in q.strip().lower()) + "%"
    start = (max(page, 1) - 1) * PER_PAGE
    rows = await Membership.raw(_FORMER, site.id, like, PER_PAGE, start)
    total = rows[0]["total"] if rows else 0
    people = tuple(msgspec.convert(row, Former, strict=False) for row in rows)
    return FormerView(
        slug=site.slug, site=site.label, q=q, people=people, total=total, page=max(page, 1),
        pages=-(-total // PER_PAGE) or 1,
    )  # fmt: skip


async def own_view(actor: Actor) -> OwnView:
    """Where one works and worked, and what the sites of today may read."""
    periods = await _periods(actor.id)
    rows = await RecordConsent.select(RecordConsent.state, RecordConsent.site.slug.as_alias("slug")).where(
        RecordConsent.person == actor.id
    )
    answers = {row["slug"]: str(row["state"]) for row in rows}
    here = {one.slug: one.site for one in periods if one.ends_on is None}
    asking = []
    for slug, site in here.items():
        earlier = tuple(dict.fromkeys(one.site for one in periods if one.slug not in here))
        if earlier or slug in answers:
            asking.append(Asking(slug=slug, site=site, earlier=earlier, answer=answers.get(slug, "asked")))
    return OwnView(periods=periods, asking=tuple(asking))


async def _periods(person_id: int) -> tuple[Period, ...]:
    site = Membership.site
    rows = (
        await Membership.select(
            *(Membership.agency.name.as_alias("agency"), Membership.starts_on, Membership.ends_on),
            *(site.name.as_alias("name"), site.state_code.as_alias("state"), site.slug.as_alias("slug")),
        )
        .where(Membership.person == person_id)
        .order_by(Membership.starts_on, Membership.id, ascending=False)
    )
    return tuple(Period(site=f"{row.pop('name')}, {row.pop('state')}", **row) for row in rows)
