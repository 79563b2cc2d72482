"""Setting an attempt aside, so that its learner has one more: for broken networks, wrong keys, fire alarms."""

from enum import StrEnum

from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import move_row, writing
from courses.learning.access import attempt_to_administer
from courses.learning.rules.attempts import require_voidable
from courses.learning.tables import Attempt


class Audited(StrEnum):
    """What voiding writes into the audit log."""

    VOIDED = "learning:attempt:void"


async def void(actor: Actor, *, code: str, reason: str) -> None:
    """Set a sent attempt aside; its answers stay on record, it no longer counts as used.

    Raises NotFound for everybody but administrators, NotVoidable for an open or passed attempt.
    """
    async with writing():
        attempt = await attempt_to_administer(actor, code)
        new = require_voidable(attempt.state, passed=bool(attempt.passed))
        await move_row(Attempt.state, attempt.id, old=attempt.state, new=new, void_reason=reason.strip())
        subject = Subject("attempt", attempt.id, attempt.site_id)
        await record(actor, Audited.VOIDED, subject, reason=reason.strip(), percent=attempt.percent)
