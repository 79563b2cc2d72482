"""The cases of `test_schema` about roll calls, and what was exported of them."""

from datetime import UTC, datetime

from courses.credit.tables import CreditTraining
from courses.learning.roll_calls.tables import HeldRollCall, RollCallAnswer, RollCallPart, RollCallUnit
from tests.house.schema_rules import Kept, Once

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

ONCE: dict[str, Once] = {
    "roll_call_code": Once(HeldRollCall, ("code",)),
    "roll_call_unit_once": Once(RollCallUnit, ("roll_call", "unit")),
    "roll_call_part_once": Once(RollCallPart, ("roll_call", "person")),
    "credit_training_code": Once(CreditTraining, ("code",)),
    "credit_training_one_open": Once(
        CreditTraining, ("kind", "subject_id"), {"state": "exported"}, {"state": "refused"}
    ),
    "roll_call_answer_once": Once(RollCallAnswer, ("part", "question")),
}

KEPT: dict[str, Kept] = {
    "roll_call_said": Kept(HeldRollCall, {"title": "other"}),
    "roll_call_over": Kept(HeldRollCall, {"state": "open"}, (HeldRollCall, {"state": "attested"})),
    "roll_call_kept": Kept(HeldRollCall),
    "roll_call_unit_kept": Kept(RollCallUnit, {"unit": 1}),
    "roll_call_part_said": Kept(RollCallPart, {"is_expected": True}),
    "roll_call_part_over": Kept(
        RollCallPart, {"presence": "absent"}, (RollCallPart, {"presence": "present"}), opened={"presence": "open"}
    ),
    "roll_call_part_absent": Kept(
        RollCallPart, {"joined_at": NOON}, (RollCallPart, {"presence": "absent"}), opened={"presence": "open"}
    ),
    "roll_call_part_kept": Kept(RollCallPart),
    "credit_training_said": Kept(CreditTraining, {"minutes": 1}),
    "credit_training_kept": Kept(CreditTraining),
    "roll_call_answer_kept": Kept(RollCallAnswer, {"chosen": "b"}),
}
