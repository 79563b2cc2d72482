"""Training taken elsewhere with its evidence, and what instructors say of themselves."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from courses.authoring.tables import InstructorBio
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence


async def forwards() -> None:
    await create_tables(TrainingEvidence, ExternalTraining, InstructorBio)
    await unique_index("training_evidence_code", TrainingEvidence, "code")
    await freeze_trigger("training_evidence_kept", TrainingEvidence, "Evidence stays as it was sent.")
    await unique_index("external_training_code", ExternalTraining, "code")
    await index("external_training_person", ExternalTraining, "person")
    await index("external_training_site", ExternalTraining, "site", "state")
    said = ("person", "site", "title", "provider", "instructor", "minutes", "began_on", "ended_on", "evidence")
    await freeze_trigger(
        "external_training_approved",
        ExternalTraining,
        "What was approved stays as it was entered.",
        columns=said,
        when="{row}.state = 'approved'",
        events=("UPDATE",),
    )
    await freeze_trigger(
        "external_training_kept", ExternalTraining, "Withdraw it; it stays on record.", events=("DELETE",)
    )
    await unique_index("instructor_bio_person", InstructorBio, "person")
