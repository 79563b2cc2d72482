"""Beginning a review, marking who has left, and closing it with a signature."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from academy import clock
from academy.access.actions import revoke
from academy.access.tables import RoleGrant
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import insert_many, writing
from academy.errors import NotFound
from academy.reviews.rules import NotUnderWay, NotYourName, statement
from academy.reviews.tables import ReviewLeaver, ReviewRole, ReviewRound
from academy.sites.access import SiteRow
from academy.sites.actions import leave
from academy.sites.tables import Membership


class Audited(StrEnum):
    """What this area writes into the audit log; what ends by a review ends in the words of sites and access."""

    OPENED = "reviews:round:open"
    MARKED = "reviews:round:mark"
    CLOSED = "reviews:round:close"


async def begin(actor: Actor, *, site: SiteRow) -> None:
    """Begin a round; while one is under way that one goes on. Raises NotFound."""
    _require(actor, site)
    async with writing():
        row = ReviewRound(site=site.id, opened_by=actor.id)
        made = await ReviewRound.insert(row).on_conflict(action="DO NOTHING").returning(ReviewRound.id)
        if made:
            await record(actor, Audited.OPENED, Subject("review_round", made[0]["id"], site.id))


async def mark(
    actor: Actor, *, site: SiteRow, shown: Iterable[int], leavers: Iterable[int], roles: Iterable[int]
) -> None:
    """Keep what a page says: of the memberships it showed those who left, and all roles that are not needed.

    One's own role is never among them. Raises NotFound, NotUnderWay.
    """
    _require(actor, site)
    async with writing():
        number = await _under_way(site.id)
        seen = await _memberships(site.id, shown)
        if seen:
            these = (ReviewLeaver.review_round == number) & ReviewLeaver.membership.is_in(seen)
            await ReviewLeaver.delete().where(these)
        await ReviewRole.delete().where(ReviewRole.review_round == number)
        gone = set(leavers) & set(seen)
        taken = set(roles) & await _roles(actor, site.id)
        await insert_many([ReviewLeaver(review_round=number, membership=one) for one in sorted(gone)])
        await insert_many([ReviewRole(review_round=number, role_grant=one) for one in sorted(taken)])
        subject = Subject("review_round", number, site.id)
        await record(actor, Audited.MARKED, subject, leavers=len(gone), roles=len(taken))


async def close(actor: Actor, *, site: SiteRow, signed_name: str) -> None:
    """Sign the round: who was marked has left, roles that were marked are taken back, everybody else is kept.

    Raises NotFound, NotYourName, NotUnderWay.
    """
    _require(actor, site)
    if signed_name.strip().casefold() != actor.name.casefold():
        raise NotYourName(actor.name)
    now = clock.now()
    day = now.astimezone(ZoneInfo(site.time_zone)).date()
    async with writing():
        number = await _under_way(site.id)
        closed = ReviewRound.update({ReviewRound.closed_at: now, ReviewRound.closed_by: actor.id}).where(
            ReviewRound.id == number, ReviewRound.closed_at.is_null()
        )
        if not await closed.returning(ReviewRound.id):
            raise NotUnderWay()
        ended, revoked = await _end(actor, number, day), await _take_back(actor, number)
        kept = await Membership.count().where(Membership.site == site.id, Membership.ends_on.is_null())
        said = statement(site.label, day)
        await ReviewRound.update(
            {
                ReviewRound.signed_name: signed_name.strip(), ReviewRound.statement: said,
                ReviewRound.kept: kept, ReviewRound.ended: ended, ReviewRound.revoked: revoked,
            }
        ).where(ReviewRound.id == number)  # fmt: skip
        subject = Subject("review_round", number, site.id)
        await record(actor, Audited.CLOSED, subject, kept=kept, ended=ended, revoked=revoked)


async def _end(actor: Actor, number: int, day: date) -> int:
    """End the marked memberships that are still open, on a day of them."""
    member = ReviewLeaver.membership
    rows = await ReviewLeaver.select(member.id.as_alias("id"), member.starts_on.as_alias("starts_on")).where(
        ReviewLeaver.review_round == number, member.ends_on.is_null()
    )
    for row in rows:
        await leave(actor, membership_id=row["id"], ends_on=max(day, row["starts_on"]))
    return len(rows)


async def _take_back(actor: Actor, number: int) -> int:
    """Take back the marked roles that are still held."""
    marked = await ReviewRole.select(ReviewRole.role_grant).where(ReviewRole.review_round == number)
    ids = [row["role_grant"] for row in marked]
    held = RoleGrant.id.is_in(ids) & RoleGrant.revoked_at.is_null()
    rows = await RoleGrant.select(RoleGrant.id).where(held) if ids else []
    for row in rows:
        await revoke(actor, grant_id=row["id"])
    return len(rows)


async def _under_way(site_id: int) -> int:
    open_one = (ReviewRound.site == site_id) & ReviewRound.closed_at.is_null()
    row = await ReviewRound.select(ReviewRound.id).where(open_one).first()
    if row is None:
        raise NotUnderWay()
    return int(row["id"])


async def _memberships(site_id: int, ids: Iterable[int]) -> list[int]:
    """Those of the ids that are open memberships of the site."""
    asked = list(ids)
    if not asked:
        return []
    mine = (Membership.site == site_id) & Membership.ends_on.is_null() & Membership.id.is_in(asked)
    return [row["id"] for row in await Membership.select(Membership.id).where(mine)]


async def _roles(actor: Actor, site_id: int) -> set[int]:
    mine = (RoleGrant.site == site_id) & RoleGrant.revoked_at.is_null() & (RoleGrant.person != actor.id)
    return {row["id"] for row in await RoleGrant.select(RoleGrant.id).where(mine)}


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE, site.id):
        raise NotFound()
