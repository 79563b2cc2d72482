"""Repairs of learning that run every minute."""

from academy.jobs import every_minute
from courses.learning.actions.attempts import close_late


@every_minute
async def close_late_attempts() -> None:
    """Grade attempts whose time ran out while nobody was looking."""
    await close_late()
