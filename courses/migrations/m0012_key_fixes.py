"""Keys put right after publication, and the attempts that this raised."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from courses.learning.tables import KeyFix, RegradeLine


async def forwards() -> None:
    await create_tables(KeyFix, RegradeLine)
    await unique_index("key_fix_code", KeyFix, "code")
    await index("key_fix_question", KeyFix, "question")
    await unique_index("regrade_line_once", RegradeLine, "fix", "attempt")
    await index("regrade_line_attempt", RegradeLine, "attempt")
    await freeze_trigger("key_fix_kept", KeyFix, "A correction of a key is never changed.")
    await freeze_trigger("regrade_line_kept", RegradeLine, "What a correction raised is never changed.")
