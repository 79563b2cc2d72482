"""Assignments as rows: whom they ask, what they came to for each person, drafts, and the looks for people who came."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from courses.learning.assignments.tables import (
    Assignment,
    AssignmentCourse,
    AssignmentDraft,
    AssignmentLine,
    AssignmentRun,
    AssignmentScope,
)


async def forwards() -> None:
    await create_tables(Assignment, AssignmentCourse, AssignmentDraft, AssignmentLine, AssignmentRun, AssignmentScope)
    await unique_index("assignment_code", Assignment, "code")
    await unique_index("assignment_draft_once", Assignment, "draft")
    await index("assignment_site", Assignment, "site", "state")
    await unique_index("assignment_course_once", AssignmentCourse, "assignment", "course")
    whom = ("assignment", "kind", "coalesce(person, 0)", "coalesce(unit, 0)", "rank")
    await unique_index("assignment_scope_once", AssignmentScope, *whom, where="ended_at IS NULL")
    await unique_index("assignment_line_once", AssignmentLine, "assignment", "person", "course", "cycle")
    await index("assignment_line_enrollment", AssignmentLine, "enrollment")
    await unique_index("assignment_draft_code", AssignmentDraft, "code")
    await index("assignment_draft_person", AssignmentDraft, "person", "site")
    said = ("site", "target", "target_key", "made_by", "made_at")
    words = "Withdraw this assignment and make another one."
    await freeze_trigger("assignment_said", Assignment, words, columns=said, events=("UPDATE",))
    for name, table in (("assignment_kept", Assignment), ("assignment_line_kept", AssignmentLine)):
        await freeze_trigger(name, table, "Withdraw it; it stays on record.", events=("DELETE",))
