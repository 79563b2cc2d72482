"""Answers that arrive exactly once, whatever the network does."""

from academy.db.schema import add_columns
from courses.learning.tables import Response


async def forwards() -> None:
    await add_columns(Response.ops)
