"""What a course asks of its learners beforehand, and its packs for roll call.

The triggers of m0001 name the columns of their day; these two get a trigger of their own.
"""

from academy.db.schema import add_columns, freeze_trigger
from courses.authoring.tables import CourseVersion


async def forwards() -> None:
    await add_columns(CourseVersion.prerequisites, CourseVersion.roll_calls)
    await freeze_trigger(
        "course_version_packs_frozen",
        CourseVersion,
        "A published version is never changed; make a new draft.",
        columns=["prerequisites", "roll_calls"],
        when="{row}.state IN ('published', 'retired')",
        events=("UPDATE",),
    )
