"""Courses as rows: the lasting name, its versions, and the content of each version."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from media.tables import MediaAsset


class Course(Dated, Table, tablename="course"):
    """The lasting name of a course; everything taught hangs on a version.

    `code`, `track` and `focus_areas` (names joined by " | ") repeat the published version, before the first the draft.
    """

    slug = Varchar(length=80, null=False)
    code = Varchar(length=12, null=False)
    track = Varchar(length=60, null=False)
    focus_areas = Text(null=False, default="")
    owner = ForeignKey(Person, null=True, default=None)


class CourseAuthor(Dated, Table, tablename="course_author"):
    """Who may edit a course's drafts; this, not a role grant, says which courses an instructor may touch."""

    course = ForeignKey(Course, null=False)
    person = ForeignKey(Person, null=False)
    added_by = ForeignKey(Person, null=True, default=None)


class CourseVersion(Dated, Table, tablename="course_version"):
    """One edition, frozen by trigger once published. JSON columns hold structs of `courses.content.model`."""

    course = ForeignKey(Course, null=False)
    number = Integer(null=False)
    state = Varchar(length=20, null=False)
    code = Varchar(length=12, null=False, default="")
    track = Varchar(length=60, null=False, default="")
    focus_areas = Text(null=False, default="[]")
    title = Varchar(length=160, null=False)
    tagline = Varchar(length=200, null=False, default="")
    summary = Text(null=False, default="")
    audience = Text(null=False, default="")
    prerequisites = Text(null=False, default="")
    language = Varchar(length=12, null=False, default="en")
    contact_minutes = Integer(null=False, default=0)
    validity_months = Integer(null=False, default=0)
    pass_percent = Integer(null=False, default=80)
    law_reviewed_on = Date(null=True, default=None)
    local_notice = Text(null=False, default="")
    sources = Text(null=False, default="[]")
    job_aids = Text(null=False, default="[]")
    roll_calls = Text(null=False, default="[]")
    stimuli = Text(null=False, default="[]")
    revision = Integer(null=False, default=0)
    fingerprint = Varchar(length=64, null=True, default=None)
    source = Varchar(length=10, null=False)
    source_ref = Varchar(length=200, null=True, default=None)
    created_by = ForeignKey(Person, null=True, default=None)
    submitted_by = ForeignKey(Person, null=True, default=None)
    approved_by = ForeignKey(Person, null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    retired_at = Timestamptz(null=True, default=None)
    retired_reason = Varchar(length=200, null=True, default=None)


class Module(Dated, Table, tablename="module"):
    """A chapter of a version. `key` is stable across versions."""

    version = ForeignKey(CourseVersion, null=False)
    key = Varchar(length=80, null=False)
    position = Integer(null=False)
    title = Varchar(length=160, null=False)


class Lesson(Dated, Table, tablename="lesson"):
    """One step of a version. `kind`: lesson (text, and where given lecture, scenario, quiz) or exam (a quiz alone)."""

    version = ForeignKey(CourseVersion, null=False)
    module = ForeignKey(Module, null=False)
    key = Varchar(length=80, null=False)
    position = Integer(null=False)
    number = Varchar(length=12, null=False, default="")
    kind = Varchar(length=10, null=False)
    title = Varchar(length=200, null=False)
    minutes = Integer(null=False, default=0)
    body = Text(null=False, default="")
    takes_law = Boolean(null=False, default=False)
    minimum_watch_percent = Integer(null=False, default=90)
    asset = ForeignKey(MediaAsset, null=True, default=None)
    deck = Text(null=False, default="")
    objectives = Text(null=False, default="[]")
    facts = Text(null=False, default="[]")
    scenario = Text(null=False, default="null")
    stops = Text(null=False, default="[]")
    stops_required = Boolean(null=False, default=False)
    seek_lock = Boolean(null=False, default=False)


class Quiz(Dated, Table, tablename="quiz"):
    """The check at the end of a lesson, or the final. Zero means no limit for attempts and time.

    `picks`: what it takes by other marks than the pool (JSON, courses.content.questions); `picked`: how many that are.
    """

    lesson = ForeignKey(Lesson, null=False)
    title = Varchar(length=160, null=False, default="")
    pass_percent = Integer(null=False, default=80)
    attempts_allowed = Integer(null=False, default=0)
    time_limit_minutes = Integer(null=False, default=0)
    cool_off_minutes = Integer(null=False, default=0)
    reveal = Varchar(length=20, null=False, default="after_pass")
    after_sending = Varchar(length=20, null=False, default="objectives")
    grace_seconds = Integer(null=False, default=10)
    shuffle_questions = Boolean(null=False, default=True)
    shuffle_choices = Boolean(null=False, default=True)
    final = Boolean(null=False, default=False)
    picks = Text(null=False, default="[]")
    picked = Integer(null=False, default=0)


class QuizDraw(Dated, Table, tablename="quiz_draw"):
    """How many questions the quiz takes from one pool."""

    quiz = ForeignKey(Quiz, null=False)
    pool = Varchar(length=80, null=False)
    count = Integer(null=False)  # type: ignore[assignment]


class Question(Dated, Table, tablename="question"):
    """An item of the version's question bank. `kind` and `parts`, all that is not the same for every kind (JSON), as in
    `courses.content.questions`. `stimulus`: the key of a situation it shares with others.
    """

    version = ForeignKey(CourseVersion, null=False)
    key = Varchar(length=80, null=False)
    pool = Varchar(length=80, null=False)
    position = Integer(null=False, default=0)
    kind = Varchar(length=20, null=False)
    stem = Text(null=False)
    explanation = Text(null=False, default="")
    points = Integer(null=False, default=1)
    objective = Varchar(length=20, null=False, default="")
    critical = Boolean(null=False, default=False)
    sources = Text(null=False, default="[]")
    parts = Text(null=False, default="{}")
    stimulus = Varchar(length=80, null=False, default="")
    tags = Text(null=False, default="[]")


class Choice(Dated, Table, tablename="choice"):
    """One option of a question."""

    question = ForeignKey(Question, null=False)
    key = Varchar(length=20, null=False)
    position = Integer(null=False)
    body = Text(null=False)
    correct = Boolean(null=False, default=False)
    feedback = Text(null=False, default="")


class SearchPassage(Dated, Table, tablename="search_passage"):
    """A piece of a published lesson that can be found: a paragraph of its text, or a sentence of its lecture.

    `kind`: title, text, notes (of a lecture that has no captions yet) or spoken. `start_ms`: when it is said, if
    it is. `folded`: the words of `body` as they are compared (academy.search.rules.fold); the text index is over them.
    """

    version = ForeignKey(CourseVersion, null=False)
    lesson = ForeignKey(Lesson, null=False)
    kind = Varchar(length=10, null=False)
    position = Integer(null=False, default=0)
    start_ms = Integer(null=True, default=None)
    body = Text(null=False)
    folded = Text(null=False)


class ReviewNote(Dated, Table, tablename="review_note"):
    """What a reviewer or author says about a version or one of its lessons."""

    version = ForeignKey(CourseVersion, null=False)
    lesson_key = Varchar(length=80, null=True, default=None)
    by = ForeignKey(Person, null=False)
    body = Text(null=False)
    resolved_at = Timestamptz(null=True, default=None)


class InstructorBio(Dated, Table, tablename="instructor_bio"):
    """What an author tells about training and experience: for those who approve courses. Written by the person."""

    person = ForeignKey(Person, null=False)
    words = Text(null=False)
    changed_at = Timestamptz(null=False)
