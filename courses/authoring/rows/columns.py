"""Which columns hold which fields of a course under the same name."""

VERSION = (
    "code",
    "track",
    "title",
    "tagline",
    "summary",
    "audience",
    "prerequisites",
    "contact_minutes",
    "validity_months",
    "language",
    "pass_percent",
    "law_reviewed_on",
    "local_notice",
)
LESSON = (
    "key",
    "number",
    "title",
    "kind",
    "minutes",
    "takes_law",
    "minimum_watch_percent",
    "stops_required",
    "seek_lock",
    "body",
    "deck",
)
QUIZ = (
    "title",
    "pass_percent",
    "attempts_allowed",
    "time_limit_minutes",
    "cool_off_minutes",
    "reveal",
    "after_sending",
    "grace_seconds",
    "shuffle_questions",
    "shuffle_choices",
    "final",
)
