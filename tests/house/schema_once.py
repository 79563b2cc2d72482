"""The cases of `test_schema` about unique indexes."""

from datetime import UTC, datetime

from academy.access.tables import RoleGrant
from academy.accommodations.tables import Accommodation
from academy.jobs.tables import Outbox
from academy.joining.tables import Invitation
from academy.messages.tables import OutgoingMessage, RefusedAddress
from academy.people.tables import Person
from academy.record_log import tables as record_log
from academy.roster.tables import RosterImport, RosterMapping
from academy.sign_in.tables import ApiToken, Password, SignInSession
from academy.signing.tables import AuthorityCertificate
from academy.sites.tables import Agency, Membership, Site, Unit, UnitMember, UnitSupervisor
from certificates.evidence.tables import EvidenceFile
from certificates.expiring.tables import ExpiryNotice
from certificates.tables import (
    Certificate,
    CertificateSeal,
    CheckKey,
    Credential,
    CredentialKey,
    VersionManifest,
)
from courses.authoring import tables as authoring
from courses.credit.tables import CourseCredit, CreditExport, CreditRow
from courses.evaluation.tables import Evaluation
from courses.honesty.tables import Finding
from courses.learning import tables as learning
from courses.learning.assignments import tables as assigned
from courses.learning.early.tables import EarlyAsking
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from courses.learning.lines.tables import TrainingCheck, TrainingCount, TrainingLine
from courses.network.tables import SiteSummary
from courses.notices.tables import CalendarKey, NoticeGiven, NoticePlan, NoticeRun, NoticeWording, Unsubscribed
from courses.paths.tables import LearningPath
from courses.standing_reports.tables import ReportCopy, ReportReader, ReportRun, StandingReport
from media.tables import Caption, CaptionDraft, MediaAsset, Rendition, Upload
from tests.house import schema_people, schema_roll_calls
from tests.house.schema_rules import Once

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

ONCE: dict[str, Once] = {
    "person_code": Once(Person, ("code",)),
    "person_email": Once(Person, ("email",)),
    "site_slug": Once(Site, ("slug",)),
    "agency_name": Once(Agency, ("site", "name")),
    "unit_name": Once(Unit, ("agency", "name")),
    "unit_code": Once(Unit, ("code",), {"code": "north"}),
    "site_summary_site": Once(SiteSummary, ("site",)),
    "unit_member_one_open": Once(UnitMember, ("membership", "unit"), free={"ends_on": NOON.date()}),
    "unit_supervisor_one_open": Once(UnitSupervisor, ("unit", "person"), free={"ends_on": NOON.date()}),
    "membership_one_open": Once(Membership, ("person", "agency"), free={"ends_on": NOON.date()}),
    "role_grant_one_open": Once(RoleGrant, ("person", "role"), free={"revoked_at": NOON}),
    "accommodation_once": Once(Accommodation, ("person",)),
    "password_person": Once(Password, ("person",)),
    "sign_in_session_token": Once(SignInSession, ("token_hash",)),
    "api_token_code": Once(ApiToken, ("code",)),
    "api_token_token": Once(ApiToken, ("token_hash",)),
    "outbox_key": Once(Outbox, ("key",), free={"taken_at": NOON}),
    "logged_record_once": Once(record_log.LoggedRecord, ("kind", "subject_id")),
    "waiting_record_once": Once(record_log.WaitingRecord, ("record",)),
    "log_entry_position": Once(record_log.LogEntry, ("position",)),
    "log_entry_record": Once(record_log.LogEntry, ("record",)),
    "log_tile_place": Once(record_log.LogTile, ("level", "number")),
    "log_checkpoint_size": Once(record_log.LogCheckpoint, ("size",)),
    "authority_certificate_fingerprint": Once(AuthorityCertificate, ("fingerprint",)),
    "used_key_once": Once(record_log.UsedKey, ("purpose", "fingerprint")),
    "log_recovery_once": Once(record_log.LogRecovery, ("cause", "known_root")),
    "checkpoint_stamp_once": Once(record_log.CheckpointStamp, ("digest",)),
    "outgoing_message_once": Once(OutgoingMessage, ("key", "recipient"), {"key": "monday"}, {"key": None}),
    "refused_address_once": Once(RefusedAddress, ("address",)),
    "invitation_token": Once(Invitation, ("token_hash",)),
    "roster_mapping_site": Once(RosterMapping, ("site",)),
    "roster_import_code": Once(RosterImport, ("code",)),
    "media_asset_code": Once(MediaAsset, ("code",)),
    "upload_code": Once(Upload, ("code",)),
    "rendition_purpose": Once(Rendition, ("asset", "purpose")),
    "caption_language": Once(Caption, ("asset", "language", "kind")),
    "caption_draft_asset": Once(CaptionDraft, ("asset",)),
    "course_slug": Once(authoring.Course, ("slug",)),
    "course_author_once": Once(authoring.CourseAuthor, ("course", "person")),
    "course_version_number": Once(authoring.CourseVersion, ("course", "number")),
    "course_version_one_open": Once(authoring.CourseVersion, ("course",), {"state": "draft"}, {"state": "published"}),
    "course_version_one_published": Once(
        authoring.CourseVersion, ("course",), {"state": "published"}, {"state": "retired"}
    ),
    "module_key": Once(authoring.Module, ("version", "key")),
    "lesson_key": Once(authoring.Lesson, ("version", "key")),
    "quiz_lesson": Once(authoring.Quiz, ("lesson",)),
    "quiz_draw_pool": Once(authoring.QuizDraw, ("quiz", "pool")),
    "question_key": Once(authoring.Question, ("version", "key")),
    "choice_key": Once(authoring.Choice, ("question", "key")),
    "enrollment_code": Once(learning.Enrollment, ("code",)),
    "enrollment_one_open": Once(
        learning.Enrollment, ("person", "course"), {"state": "in_progress"}, {"state": "withdrawn"}
    ),
    "watch_budget_once": Once(learning.WatchBudget, ("person",)),
    "lesson_progress_once": Once(learning.LessonProgress, ("enrollment", "lesson")),
    "attempt_code": Once(learning.Attempt, ("code",)),
    "attempt_number": Once(learning.Attempt, ("enrollment", "quiz", "number")),
    "attempt_one_open": Once(learning.Attempt, ("enrollment", "quiz"), {"state": "open"}, {"state": "graded"}),
    "handoff_token": Once(learning.Handoff, ("token_hash",)),
    "attempt_outage_once": Once(learning.AttemptOutage, ("attempt", "op")),
    "attempt_item_position": Once(learning.AttemptItem, ("attempt", "position")),
    "attempt_item_question": Once(learning.AttemptItem, ("attempt", "question")),
    "lesson_note_once": Once(learning.LessonNote, ("enrollment", "lesson")),
    "key_fix_code": Once(learning.KeyFix, ("code",)),
    "regrade_line_once": Once(learning.RegradeLine, ("fix", "attempt")),
    "stop_answer_once": Once(learning.StopAnswer, ("enrollment", "lesson", "stop_key")),
    "response_item": Once(learning.Response, ("item",)),
    "statement_enrollment": Once(learning.Statement, ("enrollment",)),
    "leave_code": Once(learning.Leave, ("code",)),
    "exemption_code": Once(learning.Exemption, ("code",)),
    "exemption_open": Once(learning.Exemption, ("person", "site", "course"), free={"ended_at": NOON}),
    "assignment_code": Once(assigned.Assignment, ("code",)),
    "assignment_draft_once": Once(assigned.Assignment, ("draft",), {"draft": "d"}, {"draft": None}),
    "assignment_course_once": Once(assigned.AssignmentCourse, ("assignment", "course")),
    "assignment_scope_once": Once(assigned.AssignmentScope, ("assignment", "kind", "rank"), free={"ended_at": NOON}),
    "assignment_line_once": Once(assigned.AssignmentLine, ("assignment", "person", "course", "cycle")),
    "assignment_draft_code": Once(assigned.AssignmentDraft, ("code",)),
    "evidence_file_code": Once(EvidenceFile, ("code",)),
    "completion_code": Once(learning.Completion, ("code",)),
    "completion_enrollment": Once(learning.Completion, ("enrollment",)),
    "search_passage_place": Once(authoring.SearchPassage, ("lesson", "kind", "position")),
    "learning_path_slug": Once(LearningPath, ("slug",)),
    "course_credit_once": Once(CourseCredit, ("course", "state_code", "since")),
    "credit_export_code": Once(CreditExport, ("code",)),
    "credit_row_code": Once(CreditRow, ("code",)),
    "credit_row_one_open": Once(CreditRow, ("completion",), {"state": "exported"}, {"state": "refused"}),
    "training_evidence_code": Once(TrainingEvidence, ("code",)),
    "external_training_code": Once(ExternalTraining, ("code",)),
    "instructor_bio_person": Once(authoring.InstructorBio, ("person",)),
    **schema_people.ONCE,
    **schema_roll_calls.ONCE,
    "notice_plan_site": Once(NoticePlan, ("site",)),
    "notice_wording_once": Once(NoticeWording, ("site", "kind")),
    "notice_given_once": Once(NoticeGiven, ("enrollment", "step", "about_on")),
    "notice_run_once": Once(NoticeRun, ("site", "kind", "slot")),
    "unsubscribed_once": Once(Unsubscribed, ("person", "what")),
    "calendar_key_person": Once(CalendarKey, ("person",)),
    "calendar_key_token": Once(CalendarKey, ("token_hash",)),
    "standing_report_code": Once(StandingReport, ("code",)),
    "report_reader_once": Once(ReportReader, ("report", "person")),
    "report_run_once": Once(ReportRun, ("report", "due_at"), {"due_at": NOON}),
    "report_copy_code": Once(ReportCopy, ("code",)),
    "report_copy_once": Once(ReportCopy, ("run", "person")),
    "training_line_place": Once(TrainingLine, ("site", "person")),
    "training_count_place": Once(TrainingCount, ("site", "course", "kind", "day")),
    "training_check_site": Once(TrainingCheck, ("site",)),
    "early_asking_once": Once(EarlyAsking, ("enrollment", "what", "on_day")),
    "finding_once": Once(Finding, ("dedupe_key",)),
    "evaluation_mark": Once(Evaluation, ("mark",)),
    "expiry_notice_once": Once(ExpiryNotice, ("certificate", "days")),
    "certificate_serial": Once(Certificate, ("serial",)),
    "credential_certificate": Once(Credential, ("certificate",)),
    "credential_place": Once(Credential, ("status_list", "status_index")),
    "credential_key_once": Once(CredentialKey, ("multikey",)),
    "version_manifest_once": Once(VersionManifest, ("version",)),
    "certificate_lookup": Once(Certificate, ("lookup",), {"lookup": "0" * 64}),
    "certificate_seal_code": Once(CertificateSeal, ("code",)),
    "certificate_seal_one_open": Once(CertificateSeal, ("person", "agency"), free={"lifted_at": NOON}),
    "certificate_check_key_code": Once(CheckKey, ("code",)),
    "certificate_check_key_hash": Once(CheckKey, ("key_hash",)),
    "certificate_one_open": Once(Certificate, ("completion",), {"state": "issued"}, {"state": "revoked"}),
}
