"""State credit: what states gave for courses, what was exported for them, and what became of each row."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from courses.credit.tables import CourseCredit, CreditExport, CreditRow


async def forwards() -> None:
    await create_tables(CourseCredit, CreditExport, CreditRow)
    await unique_index("course_credit_once", CourseCredit, "course", "state_code", "since")
    await unique_index("credit_export_code", CreditExport, "code")
    await index("credit_export_site", CreditExport, "site")
    await unique_index("credit_row_code", CreditRow, "code")
    await unique_index("credit_row_one_open", CreditRow, "completion", where="state <> 'refused'")
    await index("credit_row_export", CreditRow, "export")
    said = ("export", "completion", "minutes", "category", "state_course_number")
    words = "What was exported stays as the file said it."
    await freeze_trigger("credit_row_said", CreditRow, words, columns=said, events=("UPDATE",))
    await freeze_trigger("credit_row_kept", CreditRow, words, events=("DELETE",))
