"""Saying what one thinks of a course, once per enrollment and changeable."""

import msgspec

from academy import settings
from academy.actor import Actor
from academy.db.work import writing
from courses.evaluation.access import taken_version
from courses.evaluation.rules import Answers, mark_of, require_open, require_something
from courses.evaluation.tables import Evaluation


async def evaluate(actor: Actor, *, code: str, answers: Answers) -> None:
    """Keep, or replace, this learner's evaluation of the version they took.

    Raises NotFound, NotYetTaken, EvaluationClosed, NothingSaid. Nothing goes into the audit log: an entry would say
    who answered when, and with that whose answer it is.
    """
    async with writing():
        taken = await taken_version(actor, code)
        require_open(is_completed=taken.is_completed, is_retired=taken.is_retired)
        values = msgspec.structs.asdict(require_something(answers))
        mark = mark_of(taken.enrollment_id, settings.current().secret)
        row = Evaluation(version=taken.version_id, mark=mark, **values)
        names = [getattr(Evaluation, name) for name in values]
        await Evaluation.insert(row).on_conflict(target=Evaluation.mark, action="DO UPDATE", values=names)
