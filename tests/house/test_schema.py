"""The database's own rules: each unique index and each freeze trigger refuses, on whichever engine the tests run.

A rule that no case below speaks of fails the first test, so that none is ever added untested.
"""

from datetime import UTC, datetime

import pytest

from academy.audit import AuditEvent
from academy.db.refusals import AlreadyExists, Frozen
from academy.db.work import is_sqlite
from academy.people.tables import Person
from academy.record_log import tables as record_log
from academy.signing.tables import AuthorityCertificate
from academy.sites.tables import Unit
from certificates.evidence.tables import EvidenceFile
from certificates.tables import (
    Certificate,
    CertificateSeal,
    CourseLine,
    Credential,
    CredentialKey,
    SiteBranding,
    VersionManifest,
)
from courses.authoring import tables as authoring
from courses.credit.tables import CreditRow
from courses.learning import tables as learning
from courses.learning.assignments import tables as assigned
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from media.tables import MediaAsset
from tests.house import schema_people, schema_roll_calls
from tests.house.rows import add, parts_of
from tests.house.schema_once import ONCE
from tests.house.schema_rules import Kept

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


async def names_in_database(of: str) -> set[str]:
    """Our unique indexes, or our triggers, as the database knows them."""
    if is_sqlite():
        kind = "'index' AND sql LIKE 'CREATE UNIQUE%'" if of == "indexes" else "'trigger' AND sql LIKE '%RAISE(ABORT%'"
        source = f"SELECT name FROM sqlite_master WHERE type = {kind}"  # what keeps a text index refuses nothing
    elif of == "indexes":
        source = (
            "SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE i.indisunique AND NOT i.indisprimary AND n.nspname = 'public'"
            " AND c.relname NOT LIKE 'queue|_%' ESCAPE '|'"  # the queue's library makes and keeps its own tables
        )
    else:
        # What only leaves a mark refuses nothing.
        source = (
            "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE '%|_marks|_%' ESCAPE '|'"
        )
    return {row["name"] for row in await Person.raw(source)}


async def test_each_unique_index_has_a_case():
    assert await names_in_database("indexes") == set(ONCE)


@pytest.mark.parametrize("name", ONCE)
async def test_a_second_row_is_refused(name: str):
    rule = ONCE[name]
    first = await add(rule.table, **rule.among)
    shared = await parts_of(rule.table, first, *rule.same)
    with pytest.raises(AlreadyExists):
        await add(rule.table, **{**rule.among, **shared})


@pytest.mark.parametrize("name", [name for name, rule in ONCE.items() if rule.free])
async def test_a_row_outside_the_rule_is_welcome(name: str):
    rule = ONCE[name]
    first = await add(rule.table, **rule.among)
    shared = await parts_of(rule.table, first, *rule.same)
    assert await add(rule.table, **{**rule.among, **shared, **rule.free})


PUBLISHED = (authoring.CourseVersion, {"state": "published"})
GRADED = (learning.Attempt, {"state": "graded"})
KEPT: dict[str, Kept] = {
    "unit_kept": Kept(Unit),
    "audit_kept": Kept(AuditEvent, {"action": "other"}),
    "logged_record_kept": Kept(record_log.LoggedRecord, {"content": "{}"}),
    "log_entry_kept": Kept(record_log.LogEntry, {"entry": "{}"}),
    "log_checkpoint_kept": Kept(record_log.LogCheckpoint, {"note": "other"}),
    "used_key_kept": Kept(record_log.UsedKey, {"purpose": "other"}),
    "log_recovery_kept": Kept(record_log.LogRecovery, {"cause": "other"}),
    "log_audit_kept": Kept(record_log.LogAudit, {"faults": 0}),
    "checkpoint_stamp_kept": Kept(
        record_log.CheckpointStamp, {"failure": "other"}, (record_log.CheckpointStamp, {"answer": b"x"})
    ),
    "log_tile_kept": Kept(record_log.LogTile, {"hashes": b"other"}, (record_log.LogTile, {"hashes": b"x" * 8192})),
    "log_tile_stays": Kept(record_log.LogTile),
    "authority_certificate_said": Kept(AuthorityCertificate, {"pem": "other"}),
    "authority_certificate_kept": Kept(AuthorityCertificate),
    "media_asset_original": Kept(MediaAsset, {"sha256": "other"}),
    "course_version_frozen": Kept(authoring.CourseVersion, {"title": "Other"}, PUBLISHED),
    "course_version_packs_frozen": Kept(authoring.CourseVersion, {"roll_calls": "[]"}, PUBLISHED),
    "course_version_stimuli_frozen": Kept(authoring.CourseVersion, {"stimuli": "[{}]"}, PUBLISHED),
    "course_version_validity_frozen": Kept(authoring.CourseVersion, {"validity_months": 12}, PUBLISHED),
    "course_version_kept": Kept(authoring.CourseVersion, freeze=PUBLISHED),
    "course_version_forward": Kept(
        authoring.CourseVersion, {"state": "draft"}, (authoring.CourseVersion, {"state": "retired"})
    ),
    "module_frozen": Kept(authoring.Module, {"title": "Other"}, PUBLISHED, "version"),
    "lesson_frozen": Kept(authoring.Lesson, {"body": "Other"}, PUBLISHED, "version"),
    "question_frozen": Kept(authoring.Question, {"stem": "Other"}, PUBLISHED, "version"),
    "quiz_frozen": Kept(authoring.Quiz, {"pass_percent": 10}, PUBLISHED, "lesson"),
    "quiz_draw_frozen": Kept(authoring.QuizDraw, {"count": 1}, PUBLISHED, "quiz"),
    "choice_frozen": Kept(authoring.Choice, {"correct": True}, PUBLISHED, "question"),
    "attempt_frozen": Kept(learning.Attempt, {"percent": 100}, GRADED),
    "attempt_attested": Kept(learning.Attempt, {"attested_text": "Other"}, (learning.Attempt, {"attested_at": NOON})),
    "attempt_kept": Kept(learning.Attempt),
    "attempt_extension": Kept(learning.Attempt, {"extended_s": 60}, GRADED),
    "attempt_outage_kept": Kept(learning.AttemptOutage, {"op": "other"}),
    "attempt_item_frozen": Kept(learning.AttemptItem, {"position": 9}, GRADED, "attempt"),
    "response_frozen": Kept(learning.Response, {"chosen": "b"}, GRADED, "item"),
    "key_fix_kept": Kept(learning.KeyFix, {"reason": "other"}),
    "regrade_line_kept": Kept(learning.RegradeLine, {"percent": 100}),
    "stop_answer_kept": Kept(learning.StopAnswer, {"chosen": "b"}),
    "statement_kept": Kept(learning.Statement, {"signed_name": "Other"}),
    "staff_override_kept": Kept(learning.Override, {"reason": "other"}),
    "exemption_kept": Kept(learning.Exemption, {"reason": "other"}),
    "exemption_on_record": Kept(learning.Exemption),
    "assignment_said": Kept(assigned.Assignment, {"target_key": "other"}),
    "assignment_kept": Kept(assigned.Assignment),
    "assignment_line_kept": Kept(assigned.AssignmentLine),
    "evidence_file_asked": Kept(EvidenceFile, {"reason": "other"}),
    "evidence_file_kept": Kept(EvidenceFile),
    "completion_kept": Kept(learning.Completion, {"percent": 100}),
    "credit_row_said": Kept(CreditRow, {"minutes": 1}),
    "credit_row_kept": Kept(CreditRow),
    "training_evidence_kept": Kept(TrainingEvidence, {"size": 1}),
    "external_training_approved": Kept(
        ExternalTraining, {"minutes": 1}, (ExternalTraining, {"state": "approved"}), opened={"state": "sent"}
    ),
    "external_training_kept": Kept(ExternalTraining),
    **schema_people.KEPT,
    **schema_roll_calls.KEPT,
    "certificate_origin": Kept(Certificate, {"serial": "other"}),
    "certificate_facts": Kept(
        Certificate, {"holder_name": "Other"}, (Certificate, {"state": "issued"}), opened={"state": "pending"}
    ),
    "certificate_paper": Kept(Certificate, {"document_key": "other"}, (Certificate, {"document_sha256": "0"})),
    "certificate_kept": Kept(Certificate),
    "certificate_credited": Kept(
        Certificate, {"holder_name": "Other"}, (Certificate, {"credential_sha256": "0"}), opened={"state": "pending"}
    ),
    "credential_kept": Kept(Credential, {"content": "other"}),
    "credential_key_kept": Kept(CredentialKey, {"multikey": "other"}),
    "version_manifest_kept": Kept(VersionManifest, {"content": "other"}),
    "certificate_seal_kept": Kept(CertificateSeal),
    "site_branding_kept": Kept(SiteBranding, {"name": "other"}),
    "course_line_said": Kept(CourseLine, {"text": "other"}),
    "course_line_kept": Kept(CourseLine),
}
EVENTS = ("insert", "update", "delete")
TRIGGERS = [
    f"{name}_{event}"
    for name, rule in KEPT.items()
    for event, is_due in zip(EVENTS, (rule.parent, rule.change, rule.parent or not rule.change), strict=True)
    if is_due
] + [
    f"{name}_kept_delete"
    for name in (
        *("audit", "logged_record", "log_entry", "log_checkpoint", "used_key", "log_recovery", "log_audit"),
        *("checkpoint_stamp", "site_branding", "key_fix", "regrade_line", "attempt_outage", "staff_override"),
        *("stop_answer", "statement", "completion", "credential", "credential_key", "version_manifest"),
        *("training_evidence", "roll_call_unit", "roll_call_answer"),
    )
]


async def test_each_trigger_has_a_case():
    assert await names_in_database("triggers") == set(TRIGGERS)


@pytest.mark.parametrize("trigger", TRIGGERS)
async def test_what_is_closed_cannot_change(trigger: str):
    name, _, event = trigger.rpartition("_")
    rule = KEPT[name]
    row = await add(rule.table, **rule.opened)
    if rule.freeze:
        table, values = rule.freeze
        await table.update(dict(values), force=True)
    with pytest.raises(Frozen):
        await try_to(event, rule, row)


@pytest.mark.parametrize("trigger", [name for name in TRIGGERS if KEPT[name.rpartition("_")[0]].freeze])
async def test_what_is_open_can_change(trigger: str):
    name, _, event = trigger.rpartition("_")
    rule = KEPT[name]
    row = await add(rule.table, **rule.opened)
    parent = await parts_of(rule.table, row, rule.parent) if rule.parent else {}
    if event == "insert":
        await try_to("delete", rule, row)
        assert await add(rule.table, **parent)
    else:
        await try_to(event, rule, row)


async def try_to(event: str, rule: Kept, row: int) -> None:
    key = rule.table._meta.primary_key
    if event == "insert":
        await add(rule.table, **await parts_of(rule.table, row, rule.parent))
    elif event == "update":
        await rule.table.update(dict(rule.change)).where(key == row)
    else:
        await rule.table.delete().where(key == row)
