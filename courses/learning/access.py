"""The only way from an address to an enrollment or an attempt: one's own, or nothing."""

from datetime import date, datetime

import msgspec

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.learning.rules.attempts import QuizTerms, Sitting, is_over, phase_of
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.rules.feedback import Phase
from courses.learning.tables import Attempt, Enrollment


class EnrollmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """An enrollment with what pages and rules need of its course, version and site."""

    id: int
    code: str
    person_id: int
    state: str
    source: str
    reason: str
    assigned_by: str | None
    due_on: date | None
    started_at: datetime | None
    completed_at: datetime | None
    created_at: datetime
    site_id: int
    zone: str
    course_id: int
    slug: str
    version_id: int
    version_number: int
    title: str
    tagline: str
    pass_percent: int
    contact_minutes: int
    completion_code: str | None
    cycle: int
    duplicate_of: int | None
    due_given: date | None
    set_by_hand: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def path(self) -> str:
        return f"/enrollments/{self.code}"


class AttemptRow(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt with its quiz's terms and the place in the course it belongs to."""

    id: int
    code: str
    number: int
    state: str
    opened_at: datetime
    deadline: datetime | None
    submitted_at: datetime | None
    points: int | None
    possible: int | None
    percent: int | None
    passed: bool | None
    enrollment_id: int
    enrollment_code: str
    site_id: int
    site_slug: str
    zone: str
    course_title: str
    lesson_id: int
    lesson_key: str
    lesson_number: str
    lesson_title: str
    lesson_kind: str
    quiz_id: int
    terms: QuizTerms
    attested_text: str | None = None
    attested_at: datetime | None = None
    extended_s: int = 0
    enrollment_state: str = ""

    @property
    def path(self) -> str:
        return f"/attempts/{self.code}"

    def is_over(self, at: datetime) -> bool:
        """Whether its time is over, the quiz's grace included."""
        return is_over(self.deadline, at, self.terms.grace_seconds)

    def phase(self, past: tuple[Sitting, ...]) -> Phase:
        """Where its learner stands, given all sittings of the quiz."""
        closed = self.enrollment_state not in OPEN_STATES
        return phase_of(self.terms, past, sent=self.state != "open", closed=closed)

    @property
    def lesson_path(self) -> str:
        return f"/enrollments/{self.enrollment_code}/lessons/{self.lesson_key}"

    @property
    def name(self) -> str:
        return "Final exam" if self.terms.final else f"Quiz for lesson {self.lesson_number or self.lesson_title}"


ENROLLMENT = """
    SELECT e.id, e.code, e.person AS person_id, e.state, e.source, e.reason, b.full_name AS assigned_by, e.due_on,
        e.started_at, e.completed_at, e.created_at, e.site AS site_id, s.time_zone AS zone, e.course AS course_id,
        c.slug, e.version AS version_id, v.number AS version_number, v.title, v.tagline, v.pass_percent,
        v.contact_minutes, k.code AS completion_code, e.cycle, k.duplicate_of, e.due_given,
        (SELECT count(*) FROM staff_override o WHERE o.enrollment = e.id) AS set_by_hand
    FROM enrollment e JOIN site s ON s.id = e.site JOIN course c ON c.id = e.course
        JOIN course_version v ON v.id = e.version LEFT JOIN person b ON b.id = e.assigned_by
        LEFT JOIN completion k ON k.enrollment = e.id
"""
_ATTEMPT = """
    SELECT t.id, t.code, t.number, t.state, t.opened_at, t.deadline, t.submitted_at, t.points, t.possible, t.percent,
        t.passed, t.attested_text, t.attested_at, t.extended_s,
        e.id AS enrollment_id, e.code AS enrollment_code, e.site AS site_id, s.slug AS site_slug, s.time_zone AS zone,
        v.title AS course_title, l.id AS lesson_id, l.key AS lesson_key, l.number AS lesson_number,
        l.title AS lesson_title, l.kind AS lesson_kind, q.id AS quiz_id, q.pass_percent, q.attempts_allowed,
        q.time_limit_minutes, q.cool_off_minutes, q.reveal, q.final, q.after_sending,
        q.grace_seconds, q.shuffle_questions, q.shuffle_choices, e.state AS enrollment_state
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN site s ON s.id = e.site
        JOIN course_version v ON v.id = e.version JOIN quiz q ON q.id = t.quiz JOIN lesson l ON l.id = q.lesson
"""


async def enrollment_for(actor: Actor, code: str) -> EnrollmentRow:
    """The actor's own enrollment; somebody else's and unknown are the same NotFound."""
    rows = await Enrollment.raw(ENROLLMENT + "WHERE e.code = {} AND e.person = {}", code, actor.id)
    if not rows:
        raise NotFound()
    return EnrollmentRow(**rows[0])


async def enrollments_of(actor: Actor) -> tuple[EnrollmentRow, ...]:
    """All of the actor's enrollments, newest first."""
    rows = await Enrollment.raw(ENROLLMENT + "WHERE e.person = {} ORDER BY e.id DESC", actor.id)
    return tuple(EnrollmentRow(**row) for row in rows)


async def attempt_for(actor: Actor, code: str) -> AttemptRow:
    """The actor's own attempt, or NotFound."""
    rows = await Attempt.raw(_ATTEMPT + "WHERE t.code = {} AND e.person = {}", code, actor.id)
    if not rows:
        raise NotFound()
    return attempt_row(rows[0])


async def attempt_to_administer(actor: Actor, code: str) -> AttemptRow:
    """Anybody's attempt, for administrators; NotFound for everybody else."""
    rows = await Attempt.raw(_ATTEMPT + "WHERE t.code = {}", code) if actor.may(Permission.ADMINISTER) else []
    if not rows:
        raise NotFound()
    return attempt_row(rows[0])


async def attempts_over(at: datetime, limit: int) -> tuple[AttemptRow, ...]:
    """Open attempts whose deadline lies before `at`, for the academy's own sweep."""
    where = "WHERE t.state = 'open' AND t.deadline < {} ORDER BY t.id LIMIT {}"
    return tuple(attempt_row(row) for row in await Attempt.raw(_ATTEMPT + where, at, limit))


async def timed_attempts_of(person_id: int) -> tuple[AttemptRow, ...]:
    """A person's open attempts that have a deadline, for the academy's own work."""
    where = "WHERE t.state = 'open' AND t.deadline IS NOT NULL AND e.person = {}"
    return tuple(attempt_row(row) for row in await Attempt.raw(_ATTEMPT + where, person_id))


def attempt_row(row: dict[str, object]) -> AttemptRow:
    """A row of the attempt query with its quiz terms folded in."""
    names = QuizTerms.__struct_fields__
    terms = msgspec.convert({name: row[name] for name in names}, QuizTerms, strict=False)
    return AttemptRow(**{name: value for name, value in row.items() if name not in names}, terms=terms)  # type: ignore[arg-type]
