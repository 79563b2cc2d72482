"""Answers that arrive exactly once, and outages of the network that give time back."""

from academy.db.schema import add_columns, create_tables, freeze_trigger, unique_index
from courses.learning.tables import Attempt, AttemptOutage, Response


async def forwards() -> None:
    await add_columns(Response.ops, Attempt.extended_s)
    await create_tables(AttemptOutage)
    await unique_index("attempt_outage_once", AttemptOutage, "attempt", "op")
    await freeze_trigger("attempt_outage_kept", AttemptOutage, "An outage that was told is never changed.")
    message = "A graded attempt is never changed."
    closed = "{row}.state IN ('graded', 'voided')"
    await freeze_trigger(
        "attempt_extension", Attempt, message, columns=("extended_s",), when=closed, events=("UPDATE",)
    )
