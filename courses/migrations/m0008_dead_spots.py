"""Answers that arrive exactly once, outages of the network that give time back, places carried to another device."""

from academy.db.schema import add_columns, create_tables, freeze_trigger, unique_index
from courses.learning.tables import Attempt, AttemptOutage, Handoff, Response


async def forwards() -> None:
    await add_columns(Response.ops, Attempt.extended_s)
    await create_tables(AttemptOutage, Handoff)
    await unique_index("handoff_token", Handoff, "token_hash")
    await unique_index("attempt_outage_once", AttemptOutage, "attempt", "op")
    await freeze_trigger("attempt_outage_kept", AttemptOutage, "An outage that was told is never changed.")
    message = "A graded attempt is never changed."
    closed = "{row}.state IN ('graded', 'voided')"
    await freeze_trigger(
        "attempt_extension", Attempt, message, columns=("extended_s",), when=closed, events=("UPDATE",)
    )
