"""What a completion rests on, for whoever vouches for it outside the academy."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from academy.errors import NotFound
from academy.record_log.records import written
from courses.learning.tables import Completion


class Foundation(msgspec.Struct, frozen=True, kw_only=True):
    """The version, the person's numbers, and the graded attempt that decided; None where there was no exam."""

    completion_code: str
    completed_at: datetime
    course_slug: str
    version_id: int
    version_number: int
    published_at: datetime | None
    pass_percent: int
    employee_number: str | None
    post_number: str | None
    attempt_id: int | None
    attempt_code: str | None


async def foundations_of(completions: Sequence[int]) -> dict[int, Foundation]:
    """By the id of the completion. Raises NotFound when there is not each of them."""
    rows = await Completion.raw(_FOUNDATIONS.replace("{ids}", written(completions)))
    found = {row.pop("completion_id"): Foundation(**row) for row in rows}
    if found.keys() != set(completions):
        raise NotFound()
    return found


_FOUNDATIONS = """
    SELECT k.id AS completion_id, k.code AS completion_code, k.completed_at, c.slug AS course_slug, v.id AS version_id,
        v.number AS version_number, v.published_at, v.pass_percent, p.employee_number, p.post_number,
        a.id AS attempt_id, a.code AS attempt_code
    FROM completion k JOIN course c ON c.id = k.course JOIN course_version v ON v.id = k.version
        JOIN person p ON p.id = k.person LEFT JOIN attempt a ON a.id = (
            SELECT b.id FROM attempt b JOIN quiz q ON q.id = b.quiz JOIN lesson l ON l.id = q.lesson
            WHERE b.enrollment = k.enrollment AND l.kind = 'exam' AND b.state = 'graded' AND b.passed
                AND b.submitted_at <= k.completed_at
            ORDER BY b.percent DESC, b.number LIMIT 1)
    WHERE k.id IN ({ids})
"""
