"""Which versions somebody may print: what learners got is open, what is still being written is not."""

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.authoring.access import VersionRow, authored_version, version_at

TAUGHT = ("published", "retired")


async def taught_version(slug: str, number: int) -> VersionRow:
    """A version that learners get or got. Raises NotFound."""
    version = await version_at(slug, number)
    if version.state not in TAUGHT:
        raise NotFound()
    return version


async def planned_version(actor: Actor, slug: str, number: int) -> VersionRow:
    """A version whose plan this actor may see: also a draft for its authors, and what is in review for reviewers."""
    version = await version_at(slug, number)
    if version.state in TAUGHT or (version.state == "review" and actor.may(Permission.REVIEW)):
        return version
    return await authored_version(actor, slug, number)
