"""What an evidence file says of one officer and course: plain values, in the order a reader asks for them.

Moments are UTC. What was never measured is null; what did not happen is null or empty.
"""

from datetime import date, datetime
from typing import Any

import msgspec

from courses.learning.queries.paper import Sat

FORMAT = "psp-evidence-record-1"


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Who learned, and for whom: agency and unit are those of the enrollment."""

    name: str
    certificate_name: str
    rank: str
    post_number: str
    employee_number: str
    agency: str
    unit: str
    site: str
    zone: str


class Taught(msgspec.Struct, frozen=True, kw_only=True):
    """Which edition, and who taught it: who may write the course, who submitted this version, who published it."""

    course: str
    code: str
    title: str
    version: int
    published_at: datetime | None
    contact_minutes: int
    fingerprint: str
    authors: tuple[str, ...]
    submitted_by: str
    published_by: str
    content: str = ""
    log: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The enrollment. `cycle`: which time the course is taken; dates are of the site."""

    code: str
    cycle: int
    state: str
    source: str
    assigned_by: str
    reason: str
    enrolled_at: datetime
    due_on: date | None
    due_given: date | None
    started_at: datetime | None
    completed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


class SignIn(msgspec.Struct, frozen=True):
    """A sign-in or sign-out in the days of the course, from the audit log. `browser`: what it called itself."""

    at: datetime
    what: str
    device: str
    browser: str


class Session(msgspec.Struct, frozen=True):
    """A session that is still on record; nothing after the end of the course is told."""

    opened_at: datetime
    seen_at: datetime
    device: str


class Device(msgspec.Struct, frozen=True):
    """A browser that sent answers. `name`: the random word it numbers them with, which says nothing of whose it is;
    `answers`: how many questions it answered, by the newest word on each; `attempts`: their codes.
    """

    name: str
    answers: int
    first_at: datetime
    last_at: datetime
    attempts: tuple[str, ...]


class StopAnswered(msgspec.Struct, frozen=True):
    """The first answer to a question inside a lecture."""

    question: str
    chosen: str
    is_right: bool
    answered_at: datetime


class LessonDone(msgspec.Struct, frozen=True, kw_only=True):
    """How far a lesson is. `watched`: the played stretches of its lecture, in seconds from its start.

    `refused_seconds`: what a player reported and the clock did not allow. `heard_since`, `heard_at`: when its page that
    played last did so. `set_by_staff`: somebody set it as done.
    """

    key: str
    number: str
    title: str
    kind: str
    minutes: int
    lecture_seconds: int
    opened_at: datetime | None
    watched: tuple[tuple[int, int], ...]
    watched_seconds: int
    refused_seconds: int
    heard_since: datetime | None
    heard_at: datetime | None
    active_seconds: int | None
    read_at: datetime | None
    scenario_at: datetime | None
    quiz_passed_at: datetime | None
    done_at: datetime | None
    set_by_staff: bool = False
    questions: tuple[StopAnswered, ...] = ()


class Filed(Sat, frozen=True, kw_only=True):
    """An attempt, with the names of the file that holds its paper and of the proof that the log promised it."""

    paper: str = ""
    log: str = ""


class Signed(msgspec.Struct, frozen=True):
    """The learner's statement at the end, in its exact words."""

    text: str
    signed_name: str
    signed_at: datetime | None


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """The completion and what it was decided on. `duplicate`: it adds no hours, an earlier one does."""

    code: str
    completed_at: datetime
    percent: int | None
    contact_minutes: int
    fingerprint: str
    duplicate: bool
    evidence: Any
    log: str = ""


class Certified(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate about the completion, whatever became of it."""

    number: str
    state: str
    issued_at: datetime | None
    sha256: str
    revoked_at: datetime | None
    revoked_reason: str
    file: str = ""
    log: str = ""


class Leaves(msgspec.Struct, frozen=True):
    """Days of leave that were on record."""

    from_on: date
    until_on: date | None
    reason: str
    given_by: str
    undone: bool


class SetByStaff(msgspec.Struct, frozen=True):
    """What staff set by hand, with both values."""

    at: datetime
    what: str
    old: Any
    new: Any
    reason: str
    by: str


class Audited(msgspec.Struct, frozen=True):
    """An entry of the audit log about this enrollment."""

    at: datetime
    who: str
    action: str
    details: Any


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """All of one officer in one course. `not_logged`: what still waits for its place in the record log."""

    format: str = FORMAT
    officer: Officer
    taught: Taught
    taken: Taken
    active_minutes: int | None
    sign_ins: tuple[SignIn, ...]
    sessions: tuple[Session, ...]
    devices: tuple[Device, ...]
    lessons: tuple[LessonDone, ...]
    attempts: tuple[Filed, ...]
    statement: Signed | None
    completion: Completed | None
    certificates: tuple[Certified, ...]
    leave: tuple[Leaves, ...]
    set_by_staff: tuple[SetByStaff, ...]
    audit: tuple[Audited, ...]
    not_logged: tuple[str, ...] = ()
