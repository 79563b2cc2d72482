"""The attempts that a correction of a key would raise, worked out from what was answered."""

from typing import Any

import msgspec

from courses.content.model import Question
from courses.learning.rules.key_fixes import KeyFix, raised
from courses.learning.rules.kinds import FULL, given_in, reached_per_mille
from courses.learning.tables import Attempt


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt before and after. `thousandths`: of a point, exactly; nobody's name is in it."""

    attempt_id: int
    code: str
    site: str
    submitted: str
    old_percent: int
    old_passed: bool
    thousandths: int
    percent: int
    passed: bool

    @property
    def points(self) -> int:
        return self.thousandths // FULL

    @property
    def passes_now(self) -> bool:
        """Whether the correction is what makes it pass."""
        return self.passed and not self.old_passed


_EXACTLY = """
    SELECT sum(q.points * coalesce(r.per_mille, CASE WHEN r.points >= q.points THEN 1000 ELSE 0 END))
    FROM attempt_item i JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = t.id
"""
_ASKED = f"""
    SELECT t.id, t.code, t.submitted_at, t.possible, t.percent, t.passed, z.pass_percent, s.name AS site,
        r.chosen, r.given, r.points, r.per_mille, ({_EXACTLY}) AS exactly,
        (SELECT max(g.thousandths) FROM regrade_line g WHERE g.attempt = t.id) AS lifted,
        (SELECT max(g.percent) FROM regrade_line g WHERE g.attempt = t.id) AS lifted_percent
    FROM attempt_item a JOIN attempt t ON t.id = a.attempt JOIN quiz z ON z.id = t.quiz
        JOIN enrollment e ON e.id = t.enrollment JOIN site s ON s.id = e.site LEFT JOIN response r ON r.item = a.id
    WHERE a.question = {{}} AND t.state = 'graded' ORDER BY t.id
"""


async def raised_by(question_id: int, question: Question, fix: KeyFix, before: tuple[KeyFix, ...]) -> tuple[Line, ...]:
    """Every graded attempt that asked the question and is worth more by this correction; one statement.

    before: the corrections of this question that were made earlier.
    """
    rows = await Attempt.raw(_ASKED, question_id)
    lines = (_line(row, question, fix, before) for row in rows)
    return tuple(line for line in lines if line is not None)


def _line(row: dict[str, Any], question: Question, fix: KeyFix, before: tuple[KeyFix, ...]) -> Line | None:
    given = given_in(row)
    had = reached_per_mille(row, question.points) or 0
    for earlier in before:
        had = raised(had, question, earlier, given)
    gain = question.points * (raised(had, question, fix, given) - had)
    if not gain:
        return None
    thousandths = int(row["exactly"] if row["lifted"] is None else row["lifted"]) + gain
    percent = thousandths * 100 // (row["possible"] * FULL)
    old_percent = row["percent"] if row["lifted_percent"] is None else row["lifted_percent"]
    return Line(
        attempt_id=row["id"],
        code=row["code"],
        site=row["site"],
        submitted=row["submitted_at"],
        old_percent=old_percent,
        old_passed=old_percent >= row["pass_percent"],
        thousandths=thousandths,
        percent=percent,
        passed=percent >= row["pass_percent"],
    )
