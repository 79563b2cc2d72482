"""Lines and counts kept for the matrix, the marks that say whose are to be counted anew, and a mark for everybody."""

from academy.db.schema import create_tables, index, mark_trigger, unique_index
from academy.people.tables import Person
from academy.sites.tables import Membership
from academy.transfers.tables import RecordConsent
from courses.learning.lines.tables import TrainingCheck, TrainingCount, TrainingLine, TrainingMark
from courses.learning.tables import Enrollment, Exemption, LessonProgress

_TAKEN = ("person", "course", "version", "site", "state", "due_on", "completed_at")


async def forwards() -> None:
    await create_tables(TrainingMark, TrainingLine, TrainingCount, TrainingCheck)
    await index("training_mark_person", TrainingMark, "person")
    await unique_index("training_line_place", TrainingLine, "site", "person")
    # All that a site's order and sums need, so that neither reads the lines themselves.
    sorted_by = ("person", "due_on", "started", "open", "done", "given", "folded")
    await index("training_line_need", TrainingLine, "site", *sorted_by)
    await index("training_line_person", TrainingLine, "person")
    await index("training_line_again", TrainingLine, "site", "look_again_on", where="look_again_on IS NOT NULL")
    await unique_index("training_count_place", TrainingCount, "site", "course", "kind", "day")
    await unique_index("training_check_site", TrainingCheck, "site")
    await _mark_changes()
    await TrainingMark.raw("INSERT INTO training_mark (person) SELECT DISTINCT person FROM membership")


async def _mark_changes() -> None:
    """What a line is made of, so that nothing can change it without leaving a mark."""
    own = "{row}.person"
    await mark_trigger("enrollment_marks", Enrollment, person=own, into=TrainingMark, columns=_TAKEN)
    await mark_trigger("exemption_marks", Exemption, person=own, into=TrainingMark)
    member = ("person", "site", "ends_on")
    await mark_trigger("membership_marks", Membership, person=own, into=TrainingMark, columns=member)
    await mark_trigger("record_consent_marks", RecordConsent, person=own, into=TrainingMark, columns=("state",))
    known = ("full_name", "employee_number", "deactivated_at")
    await mark_trigger("person_marks", Person, person="{row}.id", into=TrainingMark, columns=known, when="false")
    learner = "(SELECT e.person FROM enrollment e WHERE e.id = {row}.enrollment)"
    done = ("done_at",)
    await mark_trigger(
        "lesson_progress_marks", LessonProgress, person=learner, into=TrainingMark, columns=done,
        when="{row}.done_at IS NOT NULL",
    )  # fmt: skip
