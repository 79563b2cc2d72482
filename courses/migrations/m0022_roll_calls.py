"""Roll calls held with a pack: who was expected, what they answered, whom the leader attested; and what was exported
for a state without being a completion: roll calls, and training elsewhere.
"""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from courses.credit.tables import CreditTraining
from courses.learning.roll_calls.tables import HeldRollCall, RollCallAnswer, RollCallPart, RollCallUnit


async def forwards() -> None:
    await create_tables(HeldRollCall, RollCallUnit, RollCallPart, RollCallAnswer)
    await _roll_calls()
    await _parts()
    await _exported()


async def _roll_calls() -> None:
    await unique_index("roll_call_code", HeldRollCall, "code")
    await index("roll_call_site", HeldRollCall, "site", "opened_at")
    await unique_index("roll_call_unit_once", RollCallUnit, "roll_call", "unit")
    words = "A roll call that was attested or called off stays as it is."
    over = "{row}.state IN ('attested', 'called_off')"
    await freeze_trigger("roll_call_over", HeldRollCall, words, when=over, events=("UPDATE",))
    said = ("code", "site", "version", "pack_key", "title", "minutes", "led_by", "opened_at")
    await freeze_trigger("roll_call_said", HeldRollCall, words, columns=said, events=("UPDATE",))
    await freeze_trigger("roll_call_kept", HeldRollCall, "Call it off; it stays on record.", events=("DELETE",))
    await freeze_trigger("roll_call_unit_kept", RollCallUnit, "Whom a roll call was for stays as it was.")


async def _parts() -> None:
    await unique_index("roll_call_part_once", RollCallPart, "roll_call", "person")
    await index("roll_call_part_person", RollCallPart, "person")
    kept = "What was attested of a roll call stays as it is."
    over = "{row}.presence IN ('present', 'made_up')"
    await freeze_trigger("roll_call_part_over", RollCallPart, kept, when=over, events=("UPDATE",))
    said = ("joined_at", "answered_at", "due_on")
    absent = "{row}.presence = 'absent'"
    await freeze_trigger("roll_call_part_absent", RollCallPart, kept, columns=said, when=absent, events=("UPDATE",))
    who = ("roll_call", "person", "is_expected")
    await freeze_trigger("roll_call_part_said", RollCallPart, kept, columns=who, events=("UPDATE",))
    await freeze_trigger("roll_call_part_kept", RollCallPart, kept, events=("DELETE",))
    await unique_index("roll_call_answer_once", RollCallAnswer, "part", "question")
    await freeze_trigger("roll_call_answer_kept", RollCallAnswer, "An answer in a roll call is given once.")


async def _exported() -> None:
    await create_tables(CreditTraining)
    await unique_index("credit_training_code", CreditTraining, "code")
    await unique_index("credit_training_one_open", CreditTraining, "kind", "subject_id", where="state <> 'refused'")
    await index("credit_training_export", CreditTraining, "export")
    said = ("export", "kind", "subject_id", "minutes", "category")
    words = "What was exported stays as the file said it."
    await freeze_trigger("credit_training_said", CreditTraining, words, columns=said, events=("UPDATE",))
    await freeze_trigger("credit_training_kept", CreditTraining, words, events=("DELETE",))
