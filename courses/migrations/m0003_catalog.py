"""Passages of lessons to search, learning paths, evaluations of courses, and the statement before a final exam."""

from academy.db.schema import add_columns, create_tables, freeze_trigger, index, unique_index
from academy.search.index import text_index
from courses.authoring.tables import SearchPassage
from courses.evaluation.tables import Evaluation
from courses.learning.tables import Attempt
from courses.paths.tables import LearningPath


async def forwards() -> None:
    await create_tables(SearchPassage, LearningPath, Evaluation)
    await index("search_passage_version", SearchPassage, "version")
    await unique_index("search_passage_place", SearchPassage, "lesson", "kind", "position")
    await text_index(SearchPassage.folded)
    await unique_index("learning_path_slug", LearningPath, "slug")
    await unique_index("evaluation_mark", Evaluation, "mark")
    await index("evaluation_version", Evaluation, "version")
    await _attestation()


async def _attestation() -> None:
    columns = (Attempt.attested_text, Attempt.attested_at)
    await add_columns(*columns)
    await freeze_trigger(
        "attempt_attested",
        Attempt,
        "What was stated before an exam is never changed.",
        columns=[column._meta.db_column_name for column in columns],
        when="{row}.attested_at IS NOT NULL",
        events=("UPDATE",),
    )
