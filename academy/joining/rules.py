"""When an invitation lets somebody in."""

from datetime import datetime, timedelta

from academy.errors import NotFound

VALID_FOR = timedelta(days=14)
MOST_AT_ONCE = 500
"""Letters written in one go; the next ones are asked for again."""


class NoInvitation(NotFound):
    """Unknown, used or over: the same words for all, and for accounts that are closed or have a password by now."""

    code = "no_invitation"
    sentence = "This link was used already, or its 14 days are over. Ask your site coordinator for a new one."


def is_open(*, expires_at: datetime, accepted_at: datetime | None, now: datetime) -> bool:
    """Whether the link still works."""
    return accepted_at is None and now < expires_at
