"""Reading what is on record of one enrollment: one statement a part, whatever the length of the course."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from academy.audit import AuditEvent
from certificates.evidence.record import (
    Audited,
    Certified,
    Completed,
    Filed,
    Leaves,
    LessonDone,
    Officer,
    Record,
    SetByStaff,
    Signed,
    StopAnswered,
    Taken,
    Taught,
)
from certificates.evidence.sessions import devices, sessions, sign_ins
from certificates.tables import Certificate
from courses.authoring.tables import CourseAuthor
from courses.learning.queries.activity import active_minutes
from courses.learning.queries.paper import Paper, papers_of
from courses.learning.rules.intervals import stored
from courses.learning.tables import (
    Completion,
    Enrollment,
    Leave,
    LessonProgress,
    Override,
    Statement,
    StopAnswer,
)

Part = TypeVar("Part", bound=msgspec.Struct)
Row = dict[str, Any]
_BEFORE = timedelta(days=1)
"""The sign-in in which somebody enrolled lies before the enrollment."""


class Found(msgspec.Struct, frozen=True):
    """A record with the papers of its attempts by code, and the numbers of the rows it was read from: attempts by code,
    certificates by number."""

    record: Record
    version_id: int
    completion_id: int | None
    papers: dict[str, Paper]
    attempts: dict[str, int]
    certificates: dict[str, int]


async def gather(enrollment_id: int, until: datetime) -> Found:
    """What is on record of an enrollment. `until` ends the sign-ins of a course that is still open."""
    [row] = await Enrollment.raw(_WHOSE, enrollment_id)
    sat = await papers_of(enrollment_id)
    done = next(iter(await Completion.raw(_COMPLETION, enrollment_id)), None)
    issued = await Certificate.raw(_CERTIFICATES, enrollment_id)
    by_hand = await Override.raw(_OVERRIDES, enrollment_id)
    taken = _as(Taken, row)
    ended = taken.completed_at or taken.withdrawn_at or until
    record = Record(
        officer=_as(Officer, row),
        taught=_as(Taught, {**row, "authors": await _authors(row["course_id"])}),
        taken=taken,
        active_minutes=(await active_minutes([enrollment_id])).get(enrollment_id),
        sign_ins=await sign_ins(row["person_id"], taken.enrolled_at - _BEFORE, ended),
        sessions=await sessions(row["person_id"], taken.enrolled_at - _BEFORE, ended),
        devices=await devices(enrollment_id),
        lessons=await _lessons(enrollment_id, row["version_id"], by_hand),
        attempts=tuple(msgspec.convert(one, Filed, from_attributes=True) for one in sat.values()),
        statement=await _statement(enrollment_id),
        completion=_completion(done) if done else None,
        certificates=tuple(_as(Certified, one) for one in issued),
        leave=tuple(_as(Leaves, one) for one in await Leave.raw(_LEAVE, row["person_id"], row["site_id"])),
        set_by_staff=tuple(_set_by_staff(one) for one in by_hand),
        audit=await _audit(enrollment_id),
    )
    return Found(
        record,
        version_id=row["version_id"],
        completion_id=done["id"] if done else None,
        papers={one.code: one for one in sat.values()},
        attempts={one.code: attempt_id for attempt_id, one in sat.items()},
        certificates={one["number"]: one["id"] for one in issued},
    )


_WHOSE = """
    SELECT e.id, e.version AS version_id, e.course AS course_id, e.person AS person_id, e.site AS site_id,
        p.full_name AS name, p.certificate_name, coalesce(p.rank, '') AS rank,
        coalesce(p.post_number, '') AS post_number, coalesce(p.employee_number, '') AS employee_number,
        coalesce(g.name, '') AS agency, coalesce(u.name, '') AS unit, s.name || ', ' || s.state_code AS site,
        s.time_zone AS zone, c.slug AS course, v.code AS version_code, c.code AS course_code, v.title,
        v.number AS version, v.published_at, v.contact_minutes, coalesce(v.fingerprint, '') AS fingerprint,
        coalesce(w.full_name, '') AS submitted_by, coalesce(r.full_name, '') AS published_by,
        e.code, e.cycle, e.state, e.source, coalesce(b.full_name, '') AS assigned_by, e.reason,
        e.created_at AS enrolled_at, e.due_on, e.due_given, e.started_at, e.completed_at, e.withdrawn_at,
        coalesce(e.withdrawn_reason, '') AS withdrawn_reason
    FROM enrollment e JOIN person p ON p.id = e.person JOIN site s ON s.id = e.site JOIN course c ON c.id = e.course
        JOIN course_version v ON v.id = e.version LEFT JOIN agency g ON g.id = e.agency
        LEFT JOIN unit u ON u.id = e.unit LEFT JOIN person b ON b.id = e.assigned_by
        LEFT JOIN person w ON w.id = v.submitted_by LEFT JOIN person r ON r.id = v.approved_by
    WHERE e.id = {}
"""
_AUTHORS = """
    SELECT DISTINCT p.full_name AS name FROM course_author a JOIN person p ON p.id = a.person
    WHERE a.course = {} ORDER BY p.full_name
"""
_LESSONS = """
    SELECT l.id, l.key, l.number, l.title, l.kind, l.minutes, coalesce(a.duration_ms, 0) / 1000 AS lecture_seconds,
        p.opened_at, coalesce(p.watched, '') AS watched, coalesce(p.watched_seconds, 0) AS watched_seconds,
        coalesce(p.refused_seconds, 0) AS refused_seconds, p.session_since AS heard_since, p.heard_at,
        p.active_s AS active_seconds, p.read_at, p.scenario_at, p.quiz_passed_at, p.done_at
    FROM lesson l JOIN module m ON m.id = l.module LEFT JOIN media_asset a ON a.id = l.asset
        LEFT JOIN lesson_progress p ON p.lesson = l.id AND p.enrollment = {}
    WHERE l.version = {} ORDER BY m.position, l.position, l.id
"""
_COMPLETION = """
    SELECT id, code, completed_at, percent, contact_minutes, fingerprint, evidence, duplicate_of
    FROM completion WHERE enrollment = {}
"""
_CERTIFICATES = """
    SELECT t.id, t.serial AS number, t.state, t.issued_at, coalesce(t.document_sha256, '') AS sha256, t.revoked_at,
        coalesce(t.revoked_reason, '') AS revoked_reason
    FROM certificate t JOIN completion k ON k.id = t.completion WHERE k.enrollment = {} ORDER BY t.id
"""
_LEAVE = """
    SELECT f.from_on, f.until_on, f.reason, b.full_name AS given_by,
        CASE WHEN f.undone_at IS NULL THEN 0 ELSE 1 END AS undone
    FROM leave f JOIN person b ON b.id = f.given_by WHERE f.person = {} AND f.site = {} ORDER BY f.from_on, f.id
"""
_OVERRIDES = """
    SELECT o.created_at AS at, o.subject, o.key, o.old, o.new, o.reason, b.full_name AS by_name
    FROM staff_override o JOIN person b ON b.id = o.given_by WHERE o.enrollment = {} ORDER BY o.id
"""
_AUDIT = """
    SELECT a.created_at AS at, a.actor_label AS who, a.action, a.details FROM audit_event a
    WHERE (a.subject_kind = 'enrollment' AND a.subject_id = {})
        OR (a.subject_kind = 'statement' AND a.subject_id IN (SELECT id FROM statement WHERE enrollment = {}))
        OR (a.subject_kind = 'attempt' AND a.subject_id IN (SELECT id FROM attempt WHERE enrollment = {}))
        OR (a.subject_kind = 'completion' AND a.subject_id IN (SELECT id FROM completion WHERE enrollment = {}))
    ORDER BY a.id
"""


def _as(part: type[Part], row: Row) -> Part:
    """A row as a part of the record; SQLite's truths are numbers."""
    values = {**row, "code": row["version_code"] or row["course_code"]} if part is Taught else row
    return msgspec.convert(values, part, strict=False)


async def _authors(course_id: int) -> tuple[str, ...]:
    return tuple(row["name"] for row in await CourseAuthor.raw(_AUTHORS, course_id))


async def _lessons(enrollment_id: int, version_id: int, by_hand: list[Row]) -> tuple[LessonDone, ...]:
    rows = await LessonProgress.raw(_LESSONS, enrollment_id, version_id)
    columns = (StopAnswer.lesson, StopAnswer.stop_key, StopAnswer.chosen, StopAnswer.is_right, StopAnswer.answered_at)
    answers = await StopAnswer.select(*columns).where(StopAnswer.enrollment == enrollment_id).order_by(StopAnswer.id)
    # The newest word on a lesson holds: what staff set they may have taken back.
    is_set = {one["key"]: msgspec.json.decode(one["new"])["done"] for one in by_hand if one["subject"] == "lesson"}
    return tuple(
        _as(
            LessonDone,
            {
                **row,
                "watched": stored(row["watched"]),
                "set_by_staff": is_set.get(row["key"], False),
                "questions": tuple(_answer(one) for one in answers if one["lesson"] == row["id"]),
            },
        )
        for row in rows
    )


def _answer(row: Row) -> StopAnswered:
    return StopAnswered(row["stop_key"], row["chosen"], row["is_right"], row["answered_at"])


async def _statement(enrollment_id: int) -> Signed | None:
    columns = (Statement.text, Statement.signed_name, Statement.signed_at)
    row = await Statement.select(*columns).where(Statement.enrollment == enrollment_id).first()
    return Signed(**row) if row else None


def _completion(row: Row) -> Completed:
    evidence = msgspec.json.decode(row["evidence"])
    return _as(Completed, {**row, "evidence": evidence, "duplicate": row["duplicate_of"] is not None})


def _set_by_staff(row: Row) -> SetByStaff:
    what = f"{row['subject'].replace('_', ' ')} {row['key']}".strip()
    old, new = msgspec.json.decode(row["old"]), msgspec.json.decode(row["new"])
    return _as(SetByStaff, {"at": row["at"], "what": what, "old": old, "new": new, **_why(row)})


def _why(row: Row) -> Row:
    return {"reason": row["reason"], "by": row["by_name"]}


async def _audit(enrollment_id: int) -> tuple[Audited, ...]:
    rows = await AuditEvent.raw(_AUDIT, *(enrollment_id,) * 4)
    return tuple(_as(Audited, {**row, "details": msgspec.json.decode(row["details"])}) for row in rows)
