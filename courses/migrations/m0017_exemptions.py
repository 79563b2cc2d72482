"""Officers who need not take a course, with the reason."""

from academy.db.schema import create_tables, freeze_trigger, unique_index
from courses.learning.tables import Exemption


async def forwards() -> None:
    await create_tables(Exemption)
    await unique_index("exemption_code", Exemption, "code")
    open_ones = ("person", "site", "course")
    await unique_index("exemption_open", Exemption, *open_ones, where="ended_at IS NULL")
    said = (*open_ones, "from_on", "until_on", "reason", "given_by")
    await freeze_trigger(
        "exemption_kept", Exemption, "End this exemption and give another one.", columns=said, events=("UPDATE",)
    )
    await freeze_trigger("exemption_on_record", Exemption, "End it; it stays on record.", events=("DELETE",))
