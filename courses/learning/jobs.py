"""What learning does behind the pages: repairs of every minute, and what follows facts."""

from academy.jobs import every_minute, job
from courses.learning.actions.attempts import close_late, lengthen_open
from courses.learning.lines.checking import check_next
from courses.learning.lines.keeping import settle


@job("courses.lengthen_open_attempts")
async def lengthen_open_attempts(person_id: int) -> None:
    """Give the quizzes a person sits now the extra time that was set meanwhile."""
    await lengthen_open(person_id)


@every_minute
async def settle_lines() -> None:
    """Count the lines of everybody something changed for, so that whoever opens the matrix next need not wait."""
    await settle()


@every_minute
async def check_lines() -> None:
    """Hold the kept lines of a site against its records, each site once a day."""
    await check_next()


@every_minute
async def close_late_attempts() -> None:
    """Grade attempts whose time ran out while nobody was looking."""
    await close_late()
