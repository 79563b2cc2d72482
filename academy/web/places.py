"""Where staff can go: the rooms of each workspace, and the pages in a room, by what somebody may do there.

At most six rooms fit into the header at 1366 pixels; a room's pages stand in a row of their own below it.
"""

import msgspec

from academy.actor import Actor, Permission, Role


class Place(msgspec.Struct, frozen=True):
    """A page that navigation leads to. Its templates say `key` as `here`; `{slug}` in the path is the site's."""

    key: str
    words: str
    path: str
    permission: Permission


class Room(msgspec.Struct, frozen=True):
    """Pages that belong together. The header shows its `words`, or its only page."""

    words: str
    places: tuple[Place, ...]


class Here(msgspec.Struct, frozen=True):
    """The rooms somebody may enter with the pages they may see, the room they are in, and as whom they are there."""

    rooms: tuple[Room, ...]
    current: Room | None
    role: str


def _room(words: str, *places: tuple[str, str, str, Permission]) -> Room:
    return Room(words, tuple(Place(*place) for place in places))


WORKSPACES: dict[str, tuple[Room, ...]] = {
    "site": (
        _room("Completion", ("completion", "Completion", "/sites/{slug}/completion", Permission.SEE_PROGRESS)),
        _room(
            "People",
            ("people", "Everybody", "/sites/{slug}/people", Permission.MANAGE_PEOPLE),
            ("roster", "Roster", "/sites/{slug}/roster", Permission.MANAGE_PEOPLE),
            ("structure", "Agencies and units", "/sites/{slug}/structure", Permission.MANAGE_PEOPLE),
            ("requests", "Requests", "/sites/{slug}/requests", Permission.MANAGE_PEOPLE),
            ("review", "Yearly review", "/sites/{slug}/review", Permission.MANAGE_PEOPLE),
        ),
        _room(
            "Training",
            ("assign", "Assignments", "/sites/{slug}/assignments", Permission.ASSIGN),
            ("roll-calls", "Roll calls", "/sites/{slug}/roll-calls", Permission.SEE_UNIT),
        ),
        _room(
            "Records",
            ("expiring", "Ending soon", "/sites/{slug}/expiring", Permission.SEE_PROGRESS),
            ("credit", "State credit", "/sites/{slug}/credit", Permission.EXPORT),
            ("packets", "Packets", "/sites/{slug}/credit/packets", Permission.EXPORT),
            ("external", "Training elsewhere", "/sites/{slug}/external", Permission.EXPORT),
            ("findings", "Discrepancies", "/sites/{slug}/findings", Permission.ASSIGN),
            ("evidence", "Evidence", "/sites/{slug}/evidence", Permission.SEE_EVIDENCE),
        ),
        _room(
            "Messages",
            ("messages", "Sent and waiting", "/sites/{slug}/messages", Permission.ASSIGN),
            ("message-plan", "Plan and wording", "/sites/{slug}/messages/plan", Permission.ASSIGN),
        ),
        _room("Reports", ("reports", "Reports", "/sites/{slug}/reports", Permission.EXPORT)),
    ),
    "author": (
        _room("Courses", ("courses", "Courses", "/authoring", Permission.AUTHOR)),
        _room("Media", ("media", "Media", "/media", Permission.UPLOAD_MEDIA)),
        _room("About you", ("bio", "About you", "/account/bio", Permission.AUTHOR)),
    ),
    "review": (_room("Review", ("review", "Review", "/review", Permission.REVIEW)),),
    "network": (_room("Network", ("network", "Network", "/network", Permission.SEE_NETWORK)),),
    "office": (
        _room(
            "Certificates",
            ("certificates", "All", "/admin/certificates", Permission.REVOKE_CERTIFICATES),
            ("expiring", "Ending soon", "/admin/certificates/expiring", Permission.REVOKE_CERTIFICATES),
            ("branding", "Branding", "/admin/branding", Permission.ADMINISTER),
            ("seals", "Sealed officers", "/admin/seals", Permission.REVOKE_CERTIFICATES),
            ("keys", "Keys", "/admin/check-keys", Permission.ADMINISTER),
        ),
        _room(
            "Records",
            ("findings", "Discrepancies", "/admin/findings", Permission.ADMINISTER),
            ("evidence", "Evidence", "/admin/evidence", Permission.ADMINISTER),
            ("external", "Training elsewhere", "/admin/external", Permission.ADMINISTER),
            ("audit", "Audit log", "/admin/audit", Permission.SEE_AUDIT),
            ("record_log", "Record log", "/admin/record-log", Permission.ADMINISTER),
        ),
        _room("Accommodations", ("accommodations", "Accommodations", "/admin/accommodations", Permission.ADMINISTER)),
        _room("Mail", ("messages", "Mail", "/admin/messages", Permission.ADMINISTER)),
    ),
}


def here_for(actor: Actor, workspace: str, slug: str, key: str) -> Here:
    """What the navigation of a workspace shows this actor on the page `key`; `slug` is the site's, if it is one.

    Who supervises has no grant that names the site; that they are on a page of it says that it is theirs, unless they
    may be on pages of any site.
    """
    here = next((grant.site_id for grant in actor.sites if grant.site_slug == slug), 0)
    site_id = here if workspace == "site" else None
    rooms = tuple(
        Room(room.words, places)
        for room in WORKSPACES.get(workspace, WORKSPACES["office"])
        if (places := _open(actor, room, site_id, slug))
    )
    current = next((room for room in rooms if any(place.key == key for place in room.places)), None)
    return Here(rooms, current, role_words(actor, workspace, slug))


_ROLE_WORDS = {
    Role.COORDINATOR: "Site coordinator",
    Role.LIAISON: "Site liaison",
    Role.ADMINISTRATOR: "Administrator",
    Role.PROGRAM_OFFICE: "Program office",
    Role.SUPERVISOR: "Supervisor",
    Role.INSTRUCTOR: "Instructor",
    Role.REVIEWER: "Reviewer",
}
_ROLES_IN = {
    "site": (Role.ADMINISTRATOR, Role.SUPERVISOR),
    "author": (Role.INSTRUCTOR,),
    "review": (Role.REVIEWER,),
    "network": (Role.PROGRAM_OFFICE, Role.LIAISON),
    "office": (Role.ADMINISTRATOR, Role.PROGRAM_OFFICE),
}
"""In which roles somebody can be in a workspace, the widest first; at a site, those granted there come before."""


def role_words(actor: Actor, workspace: str, slug: str) -> str:
    """The role in which this actor is in a workspace, in words: one that they really hold."""
    granted = (grant.role for grant in actor.sites if workspace == "site" and grant.site_slug == slug)
    able = (role for role in (*_ROLES_IN.get(workspace, _ROLES_IN["office"]), *_ROLE_WORDS) if role in actor.roles)
    return next((_ROLE_WORDS[role] for role in (*granted, *able)), "Staff")


def _open(actor: Actor, room: Room, site_id: int | None, slug: str) -> tuple[Place, ...]:
    supervises_here = not site_id and not actor.may(Permission.MANAGE_PEOPLE, site_id)
    return tuple(
        msgspec.structs.replace(place, path=place.path.replace("{slug}", slug))
        for place in room.places
        if actor.may(place.permission, None if supervises_here and place.permission is Permission.SEE_UNIT else site_id)
    )
