"""A person taking a course: enrollment, progress, attempts, the signed statement, completion."""

from piccolo.columns import BigInt, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Agency, Site, Unit
from courses.authoring.tables import Course, CourseVersion, Lesson, Question, Quiz


class Enrollment(Dated, Table, tablename="enrollment"):
    """A person taking a version of a course for a site. Site, agency and unit are copied at enrollment and stay.

    `cycle`: 1 the first time, one more after each completion, which `follows` then names. `due_on` is the date that
    counts; where leave moved it, `due_given` keeps the one that was set and `due_on` is None as long as nobody knows
    when the leave ends. `due_set_on`: the day it was set, None = the day of enrollment.
    """

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=False)
    course = ForeignKey(Course, null=False)
    version = ForeignKey(CourseVersion, null=False)
    site = ForeignKey(Site, null=False)
    agency = ForeignKey(Agency, null=True, default=None)
    unit = ForeignKey(Unit, null=True, default=None)
    state = Varchar(length=20, null=False)
    source = Varchar(length=20, null=False)
    assigned_by = ForeignKey(Person, null=True, default=None)
    reason = Varchar(length=300, null=False, default="")
    due_on = Date(null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    completed_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_reason = Varchar(length=300, null=True, default=None)
    cycle = Integer(null=False, default=1)
    follows: ForeignKey["Enrollment"] = ForeignKey("self", null=True, default=None)
    due_given = Date(null=True, default=None)
    due_set_on = Date(null=True, default=None)


class Leave(Dated, Table, tablename="leave"):
    """Days on which an officer of a site owes nothing: both ends included, `until_on` None = until it is ended.

    A leave entered by mistake stays on record as `undone_at` and counts for nothing.
    """

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    from_on = Date(null=False)
    until_on = Date(null=True, default=None)
    reason = Varchar(length=300, null=False)
    given_by = ForeignKey(Person, null=False)
    ended_by = ForeignKey(Person, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


class Exemption(Dated, Table, tablename="exemption"):
    """An officer of a site need not take a course: from a day on, to a day (included) or until somebody ends it.

    One that was ended stays on record. An enrollment that is open meanwhile stays open and is not due.
    """

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    course = ForeignKey(Course, null=False)
    from_on = Date(null=False)
    until_on = Date(null=True, default=None)
    reason = Varchar(length=300, null=False)
    given_by = ForeignKey(Person, null=False)
    ended_by = ForeignKey(Person, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class Override(Dated, Table, tablename="staff_override"):
    """What staff set by hand, append-only: JSON of the value before and after, and why. Taking it back is a new row.

    `subject`: lesson or due_date; `key`: the lesson's.
    """

    enrollment = ForeignKey(Enrollment, null=False)
    subject = Varchar(length=20, null=False)
    key = Varchar(length=80, null=False, default="")
    old = Text(null=False)
    new = Text(null=False)
    reason = Varchar(length=300, null=False)
    given_by = ForeignKey(Person, null=False)


class LessonProgress(Dated, Table, tablename="lesson_progress"):
    """How far one lesson is. `watched` is a compact set of played seconds
    (courses.learning.rules.intervals); it only grows. `refused_seconds` counts what the clock did not allow, `hidden_s`
    what a film played while nobody could see it. `active_s`: seconds somebody was there; NULL = never measured.
    """

    enrollment = ForeignKey(Enrollment, null=False)
    lesson = ForeignKey(Lesson, null=False)
    opened_at = Timestamptz(null=True, default=None)
    watched = Text(null=False, default="")
    watched_seconds = Integer(null=False, default=0)
    refused_seconds = Integer(null=False, default=0)
    resume_ms = Integer(null=False, default=0)
    heard_at = Timestamptz(null=True, default=None)
    heard_session = Varchar(length=40, null=False, default="")
    heard_sequence = Integer(null=False, default=0)
    session_since = Timestamptz(null=True, default=None)
    session_seconds = Integer(null=False, default=0)
    read_at = Timestamptz(null=True, default=None)
    scenario_at = Timestamptz(null=True, default=None)
    quiz_passed_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    active_s = Integer(null=True, default=None)
    hidden_s = Integer(null=False, default=0)


class LessonNote(Dated, Table, tablename="lesson_note"):
    """What a learner wrote to themselves on a lesson. `revision` counts changes: no window overwrites another."""

    enrollment = ForeignKey(Enrollment, null=False)
    lesson = ForeignKey(Lesson, null=False)
    body = Text(null=False, default="")
    revision = Integer(null=False, default=1)
    changed_at = Timestamptz(null=True, default=None)


class WatchBudget(Dated, Table, tablename="watch_budget"):
    """With which moments a person has paid for listening, in whatever lesson, tab or device
    (courses.learning.rules.budget), and when they were active (courses.learning.rules.activity). `revision` counts up,
    so that two reports never pay with the same moment.
    """

    person = ForeignKey(Person, null=False)
    paid = Text(null=False, default="")
    active = Text(null=False, default="")
    revision = Integer(null=False, default=0)


class Attempt(Dated, Table, tablename="attempt"):
    """One sitting of a quiz. Points are whole; `percent` is rounded down so that nobody passes by rounding.

    `attested_text`: the words the learner agreed to before a final exam, frozen once they are there. `extended_s`:
    seconds that outages of the network gave back (courses.learning.rules.outages); `deadline` holds them already.
    """

    code = Varchar(length=26, null=False)
    enrollment = ForeignKey(Enrollment, null=False)
    quiz = ForeignKey(Quiz, null=False)
    number = Integer(null=False)
    state = Varchar(length=20, null=False)
    seed = BigInt(null=False)
    opened_at = Timestamptz(null=True, default=None)
    deadline = Timestamptz(null=True, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    points = Integer(null=True, default=None)
    possible = Integer(null=True, default=None)
    percent = Integer(null=True, default=None)
    passed = Boolean(null=True, default=None)
    void_reason = Varchar(length=300, null=True, default=None)
    attested_text = Text(null=True, default=None)
    attested_at = Timestamptz(null=True, default=None)
    extended_s = Integer(null=False, default=0)


class AttemptOutage(Dated, Table, tablename="attempt_outage"):
    """From when until when a device had no network during an attempt, as it told, within the attempt: append-only."""

    attempt = ForeignKey(Attempt, null=False)
    op = Varchar(length=50, null=False)
    began_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)


class Handoff(Dated, Table, tablename="handoff"):
    """A place somebody carries to another device; only the digest of its token is kept, one for a person."""

    token_hash = Varchar(length=64, null=False)
    person = ForeignKey(Person, null=False)
    place = Varchar(length=200, null=False)
    made_at = Timestamptz(null=True, default=None)
    used_at = Timestamptz(null=True, default=None)


class AttemptItem(Dated, Table, tablename="attempt_item"):
    """One presented question with the order it was shown in: keys of choices joined by ",", or where the kind of
    question has more to say, `layout` (JSON, courses.learning.rules.kinds).

    `seen`: the seconds since the attempt was opened in which somebody was at the question
    (courses.learning.rules.item_time); `spent_s`: how many they are, NULL = never measured.
    """

    attempt = ForeignKey(Attempt, null=False)
    position = Integer(null=False)
    question = ForeignKey(Question, null=False)
    choice_order = Varchar(length=400, null=False)
    flagged = Boolean(null=False, default=False)
    layout = Text(null=False, default="")
    seen = Text(null=False, default="")
    spent_s = Integer(null=True, default=None)


class Response(Dated, Table, tablename="response"):
    """The answer given to an item: keys of choices joined by ",", or where they are not letters, `given` (JSON). Both
    empty: taken back. Frozen once the attempt is graded; `per_mille` is NULL where that was before partial credit.

    `ops`: the newest operation taken of each device (courses.learning.rules.operations), so that none counts twice.
    """

    item = ForeignKey(AttemptItem, null=False)
    chosen = Varchar(length=400, null=False)
    revision = Integer(null=False, default=1)
    answered_at = Timestamptz(null=True, default=None)
    points = Integer(null=True, default=None)
    given = Text(null=False, default="")
    per_mille = Integer(null=True, default=None)
    ops = Varchar(length=200, null=False, default="")


class KeyFix(Dated, Table, tablename="key_fix"):
    """A correction of a question's key after it was published, append-only; the question itself stays as it was asked.

    `answer`: courses.learning.rules.key_fixes.KeyFix as JSON.
    """

    code = Varchar(length=26, null=False)
    question = ForeignKey(Question, null=False)
    answer = Text(null=False)
    reason = Varchar(length=300, null=False)
    by = ForeignKey(Person, null=True, default=None)


class RegradeLine(Dated, Table, tablename="regrade_line"):
    """An attempt that a correction raised, before and after; append-only, and only ever upward. The attempt stays as it
    was graded. `thousandths`: of a point, exactly.
    """

    fix = ForeignKey(KeyFix, null=False)
    attempt = ForeignKey(Attempt, null=False)
    old_percent = Integer(null=False)
    old_passed = Boolean(null=False)
    thousandths = Integer(null=False)
    points = Integer(null=False)
    percent = Integer(null=False)
    passed = Boolean(null=False)


class StopAnswer(Dated, Table, tablename="stop_answer"):
    """The first answer to a question inside a lecture (choice keys joined by ","); later tries are not kept."""

    enrollment = ForeignKey(Enrollment, null=False)
    lesson = ForeignKey(Lesson, null=False)
    stop_key = Varchar(length=80, null=False)
    chosen = Varchar(length=400, null=False)
    is_right = Boolean(null=False)
    answered_at = Timestamptz(null=True, default=None)


class Statement(Dated, Table, tablename="statement"):
    """The learner's signed statement that the work was their own, with the exact words.

    `rating` and `comment` are of earlier days: evaluations stand apart from names now (courses.evaluation).
    """

    enrollment = ForeignKey(Enrollment, null=False)
    text = Text(null=False)
    signed_name = Varchar(length=120, null=False)
    signed_at = Timestamptz(null=True, default=None)
    rating = Integer(null=True, default=None)
    comment = Text(null=False, default="")


class Completion(Dated, Table, tablename="completion"):
    """The fact that a course was completed: append-only, with how each requirement was met, in numbers (JSON).

    `duplicate_of`: an earlier completion of the same course in the same credit period; this one adds no hours.
    """

    code = Varchar(length=26, null=False)
    enrollment = ForeignKey(Enrollment, null=False)
    person = ForeignKey(Person, null=False)
    course = ForeignKey(Course, null=False)
    version = ForeignKey(CourseVersion, null=False)
    site = ForeignKey(Site, null=False)
    completed_at = Timestamptz(null=True, default=None)
    percent = Integer(null=True, default=None)
    contact_minutes = Integer(null=False, default=0)
    fingerprint = Varchar(length=64, null=False, default="")
    evidence = Text(null=False, default="{}")
    duplicate_of: ForeignKey["Completion"] = ForeignKey("self", null=True, default=None)
