"""Questions of more kinds than those with letters to choose, situations they share, quizzes that pick by other marks
than the pool, answers and parts of points.

The triggers of m0001 freeze quizzes, questions, choices, items and responses as wholes, new columns among them; those
of a version name their columns, so its situations get a trigger of their own.
"""

from academy.db.schema import add_columns, freeze_trigger
from courses.authoring.tables import Choice, CourseVersion, Question, Quiz
from courses.learning.tables import AttemptItem, Response


async def forwards() -> None:
    await add_columns(CourseVersion.stimuli, Question.parts, Question.stimulus, Question.tags, Choice.feedback)
    await add_columns(Quiz.picks, Quiz.picked)
    await add_columns(AttemptItem.layout, Response.given, Response.per_mille)
    await freeze_trigger(
        "course_version_stimuli_frozen",
        CourseVersion,
        "A published version is never changed; make a new draft.",
        columns=["stimuli"],
        when="{row}.state IN ('published', 'retired')",
        events=("UPDATE",),
    )
