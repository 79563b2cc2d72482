"""Cycles of a course, leave that pauses a due date, what staff set by hand, and completions that count once."""

from academy.db.schema import add_columns, create_tables, freeze_trigger, index, unique_index
from courses.learning.tables import Completion, Enrollment, Leave, Override

_EARLIER = """
    FROM enrollment o WHERE o.person = enrollment.person AND o.course = enrollment.course
        AND o.state = 'completed' AND o.id < enrollment.id
"""


async def forwards() -> None:
    await add_columns(Enrollment.cycle, Enrollment.follows, Enrollment.due_given, Enrollment.due_set_on)
    await add_columns(Completion.duplicate_of)
    await create_tables(Leave, Override)
    await unique_index("leave_code", Leave, "code")
    await index("leave_site_person", Leave, "site", "person")
    await index("staff_override_enrollment", Override, "enrollment")
    await freeze_trigger("staff_override_kept", Override, "What staff set by hand is never changed; set it anew.")
    await Enrollment.raw(f"UPDATE enrollment SET cycle = 1 + (SELECT count(*) {_EARLIER})")
    await Enrollment.raw(f"UPDATE enrollment SET follows = (SELECT max(o.id) {_EARLIER}) WHERE cycle > 1")
