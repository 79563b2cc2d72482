"""The end of a course: the statement to sign, the record of what was done, and the facts a certificate rests on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from academy.record_log.records import written
from courses.learning.access import EnrollmentRow, enrollment_for
from courses.learning.rules.activity import ActiveTime, active_time
from courses.learning.rules.completion import STATEMENT, Unmet, unmet
from courses.learning.rules.evidence import Evidence
from courses.learning.standing import steps_of
from courses.learning.tables import Completion


class StatementPage(msgspec.Struct, frozen=True, kw_only=True):
    """The statement with its exact words; `left` names what has to be done before it opens."""

    enrollment_path: str
    course: str
    words: str
    name: str
    left: tuple[Unmet, ...]
    active: ActiveTime
    state: str
    values: dict[str, str] = {}
    errors: dict[str, str] = {}


class RecordRow(msgspec.Struct, frozen=True):
    """One module, or the exam, in the record of a course."""

    title: str
    lessons: int
    minutes: int
    finished_at: datetime | None


class CompletionPage(msgspec.Struct, frozen=True, kw_only=True):
    """A completed course. The certificate itself is the floor above: `card` is where its state can be asked."""

    code: str
    enrollment_path: str
    course: str
    first_name: str
    completed_at: datetime
    lessons: int
    contact_minutes: int
    version_number: int
    fingerprint: str
    card: str
    certificate: str
    record: tuple[RecordRow, ...]
    cycle: int
    is_duplicate: bool


class CompletionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a certificate states, read once when it is issued. Times are UTC; `zone` is the site's."""

    completion_id: int
    completion_code: str
    person_id: int
    holder_name: str
    rank: str | None
    agency_name: str
    site_id: int
    site_name: str
    site_label: str
    zone: str
    course_slug: str
    course_title: str
    course_code: str
    track: str
    focus_areas: tuple[str, ...]
    version_number: int
    contact_minutes: int
    validity_months: int
    fingerprint: str
    percent: int | None
    completed_at: datetime


async def statement_page(actor: Actor, code: str) -> StatementPage:
    """The page to sign on."""
    async with reading():
        enrollment = await enrollment_for(actor, code)
        steps = (await steps_of([enrollment.id]))[enrollment.id]
    return StatementPage(
        enrollment_path=enrollment.path,
        course=enrollment.title,
        words=STATEMENT.format(name=actor.name, course=enrollment.title),
        name=actor.name,
        left=unmet(steps, is_signed=True, pass_percent=enrollment.pass_percent),
        active=active_time(steps, enrollment.contact_minutes),
        state=enrollment.state,
    )


async def completion_page(actor: Actor, code: str) -> CompletionPage:
    """The learner's own completed course; NotFound while it is not complete."""
    async with reading():
        enrollment = await enrollment_for(actor, code)
        row = await Completion.objects().where(Completion.enrollment == enrollment.id).first()
        if row is None:
            raise NotFound()
        steps = (await steps_of([enrollment.id]))[enrollment.id]
    evidence = msgspec.json.decode(row.evidence, type=Evidence)
    modules = {step.key: (step.module_title, step.is_exam) for step in steps}
    return CompletionPage(
        code=row.code,
        enrollment_path=enrollment.path,
        course=enrollment.title,
        first_name=actor.name.split()[0],
        completed_at=row.completed_at,
        lessons=sum(1 for step in steps if not step.is_exam),
        contact_minutes=row.contact_minutes,
        version_number=enrollment.version_number,
        fingerprint=row.fingerprint,
        card=f"/completions/{row.code}/certificate-card",
        certificate=f"/completions/{row.code}/certificate",
        record=_record(evidence, modules, enrollment),
        cycle=enrollment.cycle,
        is_duplicate=row.duplicate_of is not None,
    )


async def facts_of_each(completions: Sequence[int]) -> list[CompletionFacts]:
    """Everything the certificates of these completions state. Raises NotFound when there is not each of them."""
    rows = await Completion.raw(_FACTS.replace("{ids}", written(completions)))
    if len(rows) < len(completions):
        raise NotFound()
    return [_facts(row) for row in rows]


def _facts(row: dict[str, Any]) -> CompletionFacts:
    row["focus_areas"] = _areas(row["focus_areas"])
    row["site_label"] = f"{row['site_name']}, {row.pop('state_code')}"
    return CompletionFacts(**row)


_FACTS = """
    SELECT k.id AS completion_id, k.code AS completion_code, k.person AS person_id,
        p.certificate_name AS holder_name, p.rank, coalesce(g.name, '') AS agency_name, s.id AS site_id,
        s.name AS site_name, s.state_code, s.time_zone AS zone, c.slug AS course_slug, v.title AS course_title,
        v.focus_areas, c.code AS course_code, c.track, v.number AS version_number, k.contact_minutes,
        v.validity_months, k.fingerprint, k.percent, k.completed_at
    FROM completion k JOIN person p ON p.id = k.person JOIN enrollment e ON e.id = k.enrollment
        JOIN site s ON s.id = k.site JOIN course c ON c.id = k.course JOIN course_version v ON v.id = k.version
        LEFT JOIN agency g ON g.id = e.agency
    WHERE k.id IN ({ids})
"""


def _areas(text: str) -> tuple[str, ...]:
    return msgspec.json.decode(text, type=tuple[str, ...])


def _record(
    evidence: Evidence, modules: dict[str, tuple[str, bool]], enrollment: EnrollmentRow
) -> tuple[RecordRow, ...]:
    rows: dict[str, RecordRow] = {}
    for step in evidence.steps:
        title, is_exam = modules[step.key]
        name = step.title if is_exam else title
        before = rows.get(name, RecordRow(name, 0, 0, None))
        moments = [moment for moment in (before.finished_at, step.done_at) if moment]
        finished = max(moments) if moments else None
        rows[name] = RecordRow(name, before.lessons + (not is_exam), before.minutes + step.minutes, finished)
    return tuple(rows.values())
