"""Evidence files: who asked for which, why, and what was made."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from certificates.evidence.tables import EvidenceFile


async def forwards() -> None:
    await create_tables(EvidenceFile)
    await unique_index("evidence_file_code", EvidenceFile, "code")
    await index("evidence_file_made_by", EvidenceFile, "made_by")
    await freeze_trigger(
        "evidence_file_asked",
        EvidenceFile,
        "What was asked for, and why, is never changed.",
        columns=["code", "site", "course", "enrollment", "from_on", "until_on", "reason", "made_by"],
        events=("UPDATE",),
    )
    await freeze_trigger(
        "evidence_file_kept", EvidenceFile, "That evidence was asked for stays on record.", events=("DELETE",)
    )
