"""Granting roles to people and taking them back."""

from enum import StrEnum

from academy import clock
from academy.access.tables import RoleGrant
from academy.actor import FOLLOWING_ROLES, SITE_ROLES, Actor, Role
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Invalid, NotFound


class Audited(StrEnum):
    """What this area writes into the audit log."""

    GRANTED = "access:grant:create"
    REVOKED = "access:grant:revoke"


async def grant(actor: Actor | None, *, person_id: int, role: Role, site_id: int | None = None) -> int:
    """Give a person a role, at a site where the role needs one. Raises Invalid when site and role do not fit or the
    role follows from where somebody belongs, Conflict when the person holds it already."""
    if role in FOLLOWING_ROLES:
        raise Invalid(fields={"role": "Learners and supervisors are made by their agency and unit, not by a grant."})
    if (role in SITE_ROLES) != (site_id is not None):
        raise Invalid(fields={"site": "Coordinators and liaisons need a site; other roles have none."})
    async with writing():
        row = RoleGrant(person=person_id, role=role.value, site=site_id, granted_by=actor.id if actor else None)
        made = await RoleGrant.insert(row).returning(RoleGrant.id)
        grant_id: int = made[0]["id"]
        await record(
            actor, Audited.GRANTED, Subject("role_grant", grant_id, site_id), person=person_id, role=role.value
        )
    return grant_id


async def revoke(actor: Actor, *, grant_id: int) -> None:
    """Take a role back; the row stays as history."""
    async with writing():
        moved = (
            await RoleGrant.update({RoleGrant.revoked_at: clock.now()})
            .where(RoleGrant.id == grant_id, RoleGrant.revoked_at.is_null())
            .returning(RoleGrant.id, RoleGrant.site)
        )
        if not moved:
            raise NotFound()
        await record(actor, Audited.REVOKED, Subject("role_grant", grant_id, moved[0]["site"]))
