"""The only way from an address to training elsewhere: an officer's own, that of a site one coordinates, or, for the
office, that of coordinators."""

from datetime import date, datetime
from typing import Any

import msgspec
from piccolo.custom_types import Combinable

from academy.access.tables import RoleGrant
from academy.actor import Actor, Permission, Role
from academy.errors import NotFound
from academy.sites.access import SiteRow
from academy.sites.tables import Site
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A stored file; `key` is where it lies. Its own name is not kept."""

    id: int
    code: str
    sha256: str
    media_type: str
    size: int

    @property
    def key(self) -> str:
        return stored_as(self.sha256)

    @property
    def kind(self) -> str:
        return {"application/pdf": "PDF", "image/png": "PNG picture", "image/jpeg": "JPEG picture"}[self.media_type]


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """Training elsewhere as its officer and the coordinators see it; `by` decided last, "" = nobody yet."""

    id: int
    code: str
    state: str
    person_id: int
    person_code: str
    name: str
    email: str
    site_id: int
    site_slug: str
    site: str
    state_code: str
    zone: str
    title: str
    provider: str
    instructor: str
    minutes: int
    began_on: date
    ended_on: date
    category: str
    reason: str
    sent_at: datetime
    by: str
    decided_at: datetime | None
    evidence: Evidence

    @property
    def place(self) -> str:
        return f"{self.site}, {self.state_code}"


def stored_as(sha256: str) -> str:
    """The key of a file of evidence in the store."""
    return f"external/{sha256}"


async def own_training(actor: Actor, code: str) -> Training:
    """The actor's own. Raises NotFound."""
    return await _one((ExternalTraining.code == code) & (ExternalTraining.person == actor.id))


async def training_at(site: SiteRow, code: str) -> Training:
    """Sent to a site that the caller was let into. Raises NotFound; what was withdrawn is the officer's own affair."""
    here = (ExternalTraining.site == site.id) & (ExternalTraining.state != "withdrawn")
    return await _one((ExternalTraining.code == code) & here)


_COORDINATES = (RoleGrant.role == Role.COORDINATOR.value) & RoleGrant.revoked_at.is_null()


async def training_of_coordinator(actor: Actor, code: str) -> Training:
    """Sent by somebody who coordinates the very site it was sent to, for who administers. Raises NotFound."""
    if not actor.may(Permission.ADMINISTER):
        raise NotFound()
    training = await _one((ExternalTraining.code == code) & (ExternalTraining.state != "withdrawn"))
    here = (RoleGrant.person == training.person_id) & (RoleGrant.site == training.site_id)
    if not await RoleGrant.exists().where(_COORDINATES & here):
        raise NotFound()
    return training


async def sent_by_coordinators() -> tuple[Training, ...]:
    """What coordinators sent to their own sites and did not withdraw, newest first. Two statements."""
    grants = await RoleGrant.select(RoleGrant.person, RoleGrant.site).where(_COORDINATES)
    coordinate = {(row["person"], row["site"]) for row in grants}
    people = ExternalTraining.person.is_in([0, *{person for person, _ in coordinate}])
    found = await trainings(people & (ExternalTraining.state != "withdrawn"))
    return tuple(one for one in found if (one.person_id, one.site_id) in coordinate)


async def own_evidence(actor: Actor, code: str) -> Evidence:
    """A file the actor sent. Raises NotFound."""
    row = (
        await TrainingEvidence.select(*(getattr(TrainingEvidence, name) for name in Evidence.__struct_fields__))
        .where(TrainingEvidence.code == code, TrainingEvidence.person == actor.id)
        .first()
    )
    if row is None:
        raise NotFound()
    return Evidence(**row)


async def own_sites(actor: Actor) -> tuple[SiteRow, ...]:
    """The sites the actor belongs to, by name."""
    columns = (getattr(Site, name) for name in SiteRow.__struct_fields__)
    rows = await Site.select(*columns).where(Site.id.is_in([0, *actor.memberships])).order_by(Site.name)
    return tuple(SiteRow(**row) for row in rows)


async def trainings(which: Combinable) -> tuple[Training, ...]:
    """Those of the condition, newest sent first. One statement."""
    row = ExternalTraining
    own = (*("id", "code", "state", "title", "provider", "instructor", "minutes", "began_on", "ended_on"),)
    more = ("category", "reason", "sent_at", "decided_at")
    found = (
        await row.select(
            *(getattr(row, name) for name in (*own, *more)),
            row.person.id.as_alias("person_id"),
            row.person.code.as_alias("person_code"),
            row.person.full_name.as_alias("name"),
            row.person.email.as_alias("email"),
            row.site.id.as_alias("site_id"),
            row.site.slug.as_alias("site_slug"),
            row.site.name.as_alias("site"),
            row.site.state_code.as_alias("state_code"),
            row.site.time_zone.as_alias("zone"),
            row.decided_by.full_name.as_alias("by"),
            *(
                getattr(row.evidence, name).as_alias(f"evidence_{name}")
                for name in ("id", "code", "sha256", "media_type", "size")
            ),
        )
        .where(which)
        .order_by(row.sent_at, ascending=False)
        .order_by(row.id, ascending=False)
    )
    return tuple(map(_training, found))


def _training(row: dict[str, Any]) -> Training:
    evidence = Evidence(**{name: row.pop(f"evidence_{name}") for name in Evidence.__struct_fields__})
    return Training(**row | {"by": row["by"] or "", "evidence": evidence})


async def _one(which: Combinable) -> Training:
    found = await trainings(which)
    if not found:
        raise NotFound()
    return found[0]
