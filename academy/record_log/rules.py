"""When the log is audited and when its checkpoint is mailed: once a day each, at fixed hours (UTC)."""

from datetime import UTC, date, datetime, time, timedelta

AUDIT_AT = time(7, tzinfo=UTC)
"""Two or three o'clock at night in the East."""
MAIL_AT = time(12, tzinfo=UTC)
"""Before the day's work begins in the East."""


def last_moment(of_day: time, now: datetime) -> datetime:
    """The last time it was this hour."""
    today = datetime.combine(now.astimezone(UTC).date(), of_day)
    return today if today <= now else today - timedelta(days=1)


def is_audit_due(last: datetime | None, now: datetime) -> bool:
    """Whether there was no audit since last night."""
    return last is None or last < last_moment(AUDIT_AT, now)


def mail_day(now: datetime) -> date:
    """The day whose checkpoint is to be mailed."""
    return last_moment(MAIL_AT, now).date()
