"""What a review shows: everybody with a membership, staff roles, when they signed in last, and the rounds so far."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy.people.tables import Person
from academy.reviews.rules import QUIET_AFTER, due_on, is_quiet, statement
from academy.reviews.tables import ReviewRound
from academy.sites.access import SiteRow

PER_PAGE = 100


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Where a site stands: the day the next review is due, and whether one is under way."""

    on: date | None
    is_due: bool
    under_way: int | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A membership or a role in the review. `seen`: last sign-in."""

    id: int
    person: int
    name: str
    email: str
    what: str
    seen: datetime | None
    is_quiet: bool
    is_marked: bool


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A round that was closed."""

    closed_at: datetime
    signed_name: str
    statement: str
    kept: int
    ended: int
    revoked: int


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """The review of a site; without a round under way only the rounds so far. `marked`: memberships and roles."""

    slug: str
    site: str
    zone: str
    due: Due
    history: tuple[Past, ...]
    people: tuple[Line, ...] = ()
    roles: tuple[Line, ...] = ()
    quiet: bool = False
    page: int = 1
    pages: int = 1
    total: int = 0
    everybody: int = 0
    quiet_count: int = 0
    marked: tuple[int, int] = (0, 0)
    statement: str = ""
    typed: str = ""
    errors: Mapping[str, str] = {}


_DUE = """
SELECT (SELECT max(r.closed_at) FROM review_round r WHERE r.site = {}) AS closed_at,
       (SELECT r.id FROM review_round r WHERE r.site = {} AND r.closed_at IS NULL) AS under_way,
       (SELECT min(m.starts_on) FROM membership m WHERE m.site = {} AND m.ends_on IS NULL) AS first_joined
"""


async def due_at(site: SiteRow, now: datetime) -> Due:
    """When the next review of the site is due. One statement."""
    row = (await ReviewRound.raw(_DUE, site.id, site.id, site.id))[0]
    zone = ZoneInfo(site.time_zone)
    closed = msgspec.convert(row["closed_at"], datetime | None, strict=False)
    first = msgspec.convert(row["first_joined"], date | None, strict=False)
    on = due_on(closed.astimezone(zone).date() if closed else None, first)
    return Due(on=on, is_due=on is not None and on <= now.astimezone(zone).date(), under_way=row["under_way"])


_SEEN = """
LEFT JOIN (SELECT actor_id, max(created_at) AS seen FROM audit_event WHERE action = 'sign_in:session:open'
           GROUP BY actor_id) AS entered ON entered.actor_id = p.id
"""
_PEOPLE = f"""
SELECT m.id AS id, p.id AS person, p.full_name AS name, p.email AS email, a.name AS what, entered.seen AS seen,
       p.created_at AS since, k.id AS mark, count(*) OVER () AS total
FROM membership m JOIN person p ON p.id = m.person AND p.deactivated_at IS NULL JOIN agency a ON a.id = m.agency {_SEEN}
LEFT JOIN review_leaver k ON k.membership = m.id AND k.review_round = {{}}
WHERE m.site = {{}} AND m.ends_on IS NULL AND ({{}} = 0 OR coalesce(entered.seen, p.created_at) <= {{}})
ORDER BY lower(p.full_name), m.id LIMIT {{}} OFFSET {{}}
"""
_COUNTS = f"""
SELECT count(*) AS everybody, sum(CASE WHEN coalesce(entered.seen, p.created_at) <= {{}} THEN 1 ELSE 0 END) AS quiet,
       (SELECT count(*) FROM review_leaver k WHERE k.review_round = {{}}) AS leavers,
       (SELECT count(*) FROM review_role k WHERE k.review_round = {{}}) AS roles
FROM membership m JOIN person p ON p.id = m.person AND p.deactivated_at IS NULL {_SEEN}
WHERE m.site = {{}} AND m.ends_on IS NULL
"""
_ROLES = f"""
SELECT g.id AS id, p.id AS person, p.full_name AS name, p.email AS email, g.role AS what, entered.seen AS seen,
       p.created_at AS since, k.id AS mark
FROM role_grant g JOIN person p ON p.id = g.person AND p.deactivated_at IS NULL {_SEEN}
LEFT JOIN review_role k ON k.role_grant = g.id AND k.review_round = {{}}
WHERE g.site = {{}} AND g.revoked_at IS NULL ORDER BY lower(p.full_name), g.id
"""


async def review_view(site: SiteRow, now: datetime, *, quiet: bool = False, page: int = 1) -> ReviewView:
    """A page of the round under way, or what there is without one."""
    due = await due_at(site, now)
    view = ReviewView(slug=site.slug, site=site.label, zone=site.time_zone, due=due, history=await _history(site.id))
    if due.under_way is None:
        return view
    before, number = now - QUIET_AFTER, due.under_way
    start = (max(page, 1) - 1) * PER_PAGE
    rows = await Person.raw(_PEOPLE, number, site.id, int(quiet), before, PER_PAGE, start)
    counts = (await Person.raw(_COUNTS, before, number, number, site.id))[0]
    roles = await Person.raw(_ROLES, number, site.id)
    total = rows[0]["total"] if rows else 0
    return msgspec.structs.replace(
        view, people=tuple(_line(row, now) for row in rows), roles=tuple(_line(row, now) for row in roles),
        quiet=quiet, page=max(page, 1), pages=-(-total // PER_PAGE) or 1, total=total, everybody=counts["everybody"],
        quiet_count=counts["quiet"] or 0, marked=(counts["leavers"], counts["roles"]),
        statement=statement(site.label, now.astimezone(ZoneInfo(site.time_zone)).date()),
    )  # fmt: skip


def _line(row: Mapping[str, Any], now: datetime) -> Line:
    seen = msgspec.convert(row["seen"], datetime | None, strict=False)
    since = msgspec.convert(row["since"], datetime, strict=False)
    return Line(
        id=row["id"], person=row["person"], name=row["name"], email=row["email"], what=row["what"], seen=seen,
        is_quiet=is_quiet(seen, since, now), is_marked=row["mark"] is not None,
    )  # fmt: skip


async def _history(site_id: int) -> tuple[Past, ...]:
    names = ("closed_at", "signed_name", "statement", "kept", "ended", "revoked")
    closed = (ReviewRound.site == site_id) & ReviewRound.closed_at.is_not_null()
    rows = (
        await ReviewRound.select(*(getattr(ReviewRound, name) for name in names))
        .where(closed)
        .order_by(ReviewRound.id, ascending=False)
    )
    return tuple(Past(**row) for row in rows)
