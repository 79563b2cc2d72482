"""Opening somebody else's paper, which is never done unseen."""

from enum import StrEnum

from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from courses.learning.access import attempt_to_administer
from courses.learning.queries.paper import PaperPage, any_paper


class Audited(StrEnum):
    """What looking at papers writes into the audit log."""

    OPENED = "learning:paper:open"


async def open_paper(actor: Actor, *, code: str) -> PaperPage:
    """The paper of anybody's sent attempt, for administrators. Raises NotFound, PaperClosed."""
    page = await any_paper(actor, code)
    async with writing():
        attempt = await attempt_to_administer(actor, code)
        await record(
            actor, Audited.OPENED, Subject("attempt", attempt.id, attempt.site_id), enrollment=attempt.enrollment_id
        )
    return page
