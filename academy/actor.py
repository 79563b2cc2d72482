"""Who acts, in which role, and what each role may do: pure data, no tables.

The matrix follows the program's roles: site coordinators see and steer their own site only, liaisons read the sites
they are assigned, instructors write, reviewers publish what others wrote, administrators keep the house. The program
office sees all sites side by side, in numbers and without names.
"""

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """A role a person holds by grant; learner follows from an open membership, supervisor from an open unit."""

    LEARNER = "learner"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    LIAISON = "liaison"
    INSTRUCTOR = "instructor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    PROGRAM_OFFICE = "program_office"


class Permission(StrEnum):
    """One thing a route may need."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    LEARN = "learn"
    SEE_UNIT = "see_unit"
    SEE_PROGRESS = "see_progress"
    ASSIGN = "assign"
    EXPORT = "export"
    MANAGE_PEOPLE = "manage_people"
    SEE_PLANS = "see_plans"
    SEE_EVIDENCE = "see_evidence"
    AUTHOR = "author"
    UPLOAD_MEDIA = "upload_media"
    REVIEW = "review"
    PUBLISH = "publish"
    ADMINISTER = "administer"
    ACCOMMODATE = "accommodate"
    REVOKE_CERTIFICATES = "revoke_certificates"
    SEE_AUDIT = "see_audit"
    SEE_NETWORK = "see_network"


MATRIX: dict[Role, frozenset[Permission]] = {
    Role.LEARNER: frozenset({Permission.LEARN}),
    Role.SUPERVISOR: frozenset({Permission.SEE_UNIT}),
    Role.COORDINATOR: frozenset(
        {
            *(Permission.SEE_PROGRESS, Permission.ASSIGN, Permission.EXPORT, Permission.SEE_PLANS),
            *(Permission.ACCOMMODATE, Permission.SEE_EVIDENCE, Permission.MANAGE_PEOPLE, Permission.SEE_UNIT),
        }
    ),
    Role.LIAISON: frozenset({Permission.SEE_PROGRESS, Permission.SEE_UNIT, Permission.SEE_NETWORK}),
    Role.INSTRUCTOR: frozenset({Permission.AUTHOR, Permission.UPLOAD_MEDIA, Permission.SEE_PLANS}),
    Role.REVIEWER: frozenset({Permission.REVIEW, Permission.PUBLISH, Permission.SEE_PLANS}),
    Role.ADMINISTRATOR: frozenset(
        {
            *(Permission.ADMINISTER, Permission.REVOKE_CERTIFICATES, Permission.SEE_AUDIT),
            *(Permission.ACCOMMODATE, Permission.SEE_EVIDENCE, Permission.MANAGE_PEOPLE),
        }
    ),
    Role.PROGRAM_OFFICE: frozenset({Permission.SEE_NETWORK}),
}
"""What a role may do. Site roles may do it at the sites of their grants only."""

SITE_ROLES = frozenset({Role.COORDINATOR, Role.LIAISON})
"""Roles that mean nothing without a site."""

FOLLOWING_ROLES = frozenset({Role.LEARNER, Role.SUPERVISOR})
"""Roles that follow from where somebody belongs, and are never granted."""


class Grant(msgspec.Struct, frozen=True):
    """One role held, at one site for site roles (`site_id`, `site_slug`, its `zone`), everywhere for the others."""

    role: Role
    site_id: int | None = None
    site_slug: str | None = None
    site_label: str | None = None
    zone: str | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in person behind a request, loaded once; `Visitor` answers the same questions for nobody."""

    id: int
    code: str
    name: str
    email: str
    zone: str = "America/New_York"
    grants: frozenset[Grant] = frozenset()
    memberships: frozenset[int] = frozenset()
    supervises: frozenset[int] = frozenset()
    """Sites where the person supervises an open unit of an agency they belong to."""
    session_id: int | None = None
    extra_time_percent: int = 0
    captions_first: bool = False
    reduced_motion: bool = False
    scopes: frozenset[Permission] | None = None
    """For API tokens: the only permissions the token carries. None = everything the roles allow."""
    is_visitor: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        held = {grant.role for grant in self.grants}
        following = ((Role.LEARNER, self.memberships), (Role.SUPERVISOR, self.supervises))
        return frozenset(held | {role for role, sites in following if sites})

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def short_name(self) -> str:
        words = self.name.split()
        return f"{words[0]} {words[-1][0]}." if len(words) > 1 else self.name

    @property
    def sites(self) -> tuple[Grant, ...]:
        """The grants that carry a site, coordinator first: what the site menu lists."""
        return tuple(sorted((g for g in self.grants if g.site_id), key=lambda g: (g.role, g.site_label or "")))

    def may(self, permission: Permission, site_id: int | None = None) -> bool:
        """Whether this actor may do it; for site roles, at this site (None = at any)."""
        if permission is Permission.PUBLIC:
            return True
        if self.is_visitor or (self.scopes is not None and permission not in self.scopes | {Permission.SIGNED_IN}):
            return False
        if permission is Permission.SIGNED_IN:
            return True
        if permission is Permission.LEARN:
            return bool(self.memberships)
        if permission is Permission.SEE_UNIT and (self.supervises if site_id is None else site_id in self.supervises):
            return True
        return any(self._grant_covers(grant, permission, site_id) for grant in self.grants)

    @staticmethod
    def _grant_covers(grant: Grant, permission: Permission, site_id: int | None) -> bool:
        if permission not in MATRIX[grant.role]:
            return False
        return grant.role not in SITE_ROLES or site_id is None or grant.site_id == site_id


Visitor = Actor(id=0, code="", name="Visitor", email="", is_visitor=True)
"""Nobody signed in."""
