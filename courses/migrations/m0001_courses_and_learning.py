"""Courses with their versions and content; enrollments, progress, attempts, completions.

What was taught and what was proved is frozen here, in the database, on both engines: the content of a published
version, graded attempts and their answers, signed statements, completions.
"""

from piccolo.table import Table

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from courses.authoring import tables as authoring
from courses.learning import tables as learning


async def forwards() -> None:
    await _tables()
    await _authoring_rules()
    await _learning_rules()
    await _frozen_content()
    await _frozen_records()


async def _tables() -> None:
    await create_tables(
        authoring.Course,
        authoring.CourseAuthor,
        authoring.CourseVersion,
        authoring.Module,
        authoring.Lesson,
        authoring.Quiz,
        authoring.QuizDraw,
        authoring.Question,
        authoring.Choice,
        authoring.ReviewNote,
    )
    await create_tables(
        learning.Enrollment,
        learning.LessonProgress,
        learning.Attempt,
        learning.AttemptItem,
        learning.Response,
        learning.Statement,
        learning.Completion,
    )


async def _authoring_rules() -> None:
    version = authoring.CourseVersion
    await unique_index("course_slug", authoring.Course, "slug")
    await unique_index("course_author_once", authoring.CourseAuthor, "course", "person")
    await unique_index("course_version_number", version, "course", "number")
    await unique_index("course_version_one_open", version, "course", where="state IN ('draft', 'review')")
    await unique_index("course_version_one_published", version, "course", where="state = 'published'")
    await unique_index("module_key", authoring.Module, "version", "key")
    await unique_index("lesson_key", authoring.Lesson, "version", "key")
    await index("lesson_module", authoring.Lesson, "module")
    await unique_index("quiz_lesson", authoring.Quiz, "lesson")
    await unique_index("quiz_draw_pool", authoring.QuizDraw, "quiz", "pool")
    await unique_index("question_key", authoring.Question, "version", "key")
    await unique_index("choice_key", authoring.Choice, "question", "key")
    await index("review_note_version", authoring.ReviewNote, "version")


async def _learning_rules() -> None:
    enrollment, attempt = learning.Enrollment, learning.Attempt
    await unique_index("enrollment_code", enrollment, "code")
    await unique_index(
        "enrollment_one_open", enrollment, "person", "course", where="state IN ('enrolled', 'in_progress')"
    )
    await index("enrollment_site_course", enrollment, "site", "course")
    await index("enrollment_person", enrollment, "person")
    await unique_index("lesson_progress_once", learning.LessonProgress, "enrollment", "lesson")
    await unique_index("attempt_code", attempt, "code")
    await unique_index("attempt_number", attempt, "enrollment", "quiz", "number")
    await unique_index("attempt_one_open", attempt, "enrollment", "quiz", where="state = 'open'")
    await unique_index("attempt_item_position", learning.AttemptItem, "attempt", "position")
    await unique_index("attempt_item_question", learning.AttemptItem, "attempt", "question")
    await unique_index("response_item", learning.Response, "item")
    await unique_index("statement_enrollment", learning.Statement, "enrollment")
    await unique_index("completion_code", learning.Completion, "code")
    await unique_index("completion_enrollment", learning.Completion, "enrollment")


_FROZEN_VERSION = "A published version is never changed; make a new draft."
_PUBLISHED = "IN ('published', 'retired')"


async def _frozen_content() -> None:
    version = authoring.CourseVersion
    movable = {"id", "state", "retired_at", "retired_reason"}
    words = [
        column._meta.db_column_name for column in version._meta.columns if column._meta.db_column_name not in movable
    ]
    published = f"{{row}}.state {_PUBLISHED}"
    await freeze_trigger(
        "course_version_frozen", version, _FROZEN_VERSION, columns=words, when=published, events=("UPDATE",)
    )
    await freeze_trigger("course_version_kept", version, _FROZEN_VERSION, when=published, events=("DELETE",))
    back = "{row}.state = 'retired' OR ({row}.state = 'published' AND NEW.state <> 'retired')"
    await freeze_trigger(
        "course_version_forward", version, _FROZEN_VERSION, columns=["state"], when=back, events=("UPDATE",)
    )
    for table, to_version in _CONTENT.items():
        condition = f"(SELECT state FROM course_version WHERE id = {to_version}) {_PUBLISHED}"
        name = f"{table._meta.tablename}_frozen"
        await freeze_trigger(name, table, _FROZEN_VERSION, when=condition, events=("INSERT", "UPDATE", "DELETE"))


_CONTENT: dict[type[Table], str] = {
    authoring.Module: "{row}.version",
    authoring.Lesson: "{row}.version",
    authoring.Question: "{row}.version",
    authoring.Quiz: "(SELECT version FROM lesson WHERE id = {row}.lesson)",
    authoring.QuizDraw: "(SELECT version FROM lesson WHERE id = (SELECT lesson FROM quiz WHERE id = {row}.quiz))",
    authoring.Choice: "(SELECT version FROM question WHERE id = {row}.question)",
}
"""Each table of content, and the SQL that finds the version of one of its rows."""


async def _frozen_records() -> None:
    graded = "{row}.state IN ('graded', 'voided')"
    result = (
        "enrollment",
        "quiz",
        "number",
        "seed",
        "opened_at",
        "deadline",
        "submitted_at",
        "points",
        "possible",
        "percent",
        "passed",
    )
    message = "A graded attempt is never changed."
    await freeze_trigger("attempt_frozen", learning.Attempt, message, columns=result, when=graded, events=("UPDATE",))
    await freeze_trigger("attempt_kept", learning.Attempt, message, events=("DELETE",))
    item_attempt = "(SELECT state FROM attempt WHERE id = {row}.attempt) IN ('graded', 'voided')"
    await freeze_trigger(
        "attempt_item_frozen", learning.AttemptItem, message, when=item_attempt, events=("INSERT", "UPDATE", "DELETE")
    )
    of_item = (
        "(SELECT state FROM attempt WHERE id = (SELECT attempt FROM attempt_item WHERE id = {row}.item))"
        " IN ('graded', 'voided')"
    )
    await freeze_trigger(
        "response_frozen", learning.Response, message, when=of_item, events=("INSERT", "UPDATE", "DELETE")
    )
    await freeze_trigger("statement_kept", learning.Statement, "A signed statement is never changed.")
    await freeze_trigger("completion_kept", learning.Completion, "A completion is never changed.")
