"""When a try at signing in may be made, what a password must be, and how long a session lasts.

Numbers follow NIST SP 800-63B-4 (length, no composition rules, throttling) and the CJIS Security Policy controls that
agencies ask for (AC-7 failed logons, AC-11 and IA-5 for idle time and re-authentication).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from academy.actor import SITE_ROLES, Actor, Role
from academy.errors import Invalid, NotAllowed, TooMany

FAILURE_WINDOW = timedelta(minutes=15)
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
SHORTEST_PASSWORD = 15


class WrongSignIn(Invalid):
    """The same words for a wrong password, an unknown account and a deactivated one."""

    code = "wrong_sign_in"
    sentence = "This e-mail and password do not match. Check both and try again, or write to the help desk."


class SlowDown(TooMany):
    """Too many failed tries at one account."""

    code = "sign_in_throttled"


class NotByKey(NotAllowed):
    """A key tried to make or end keys: one with few permissions could give itself the rest."""

    code = "not_by_key"
    sentence = "A key cannot make or end keys. Sign in with your password for that."


def next_try_at(failures: Sequence[datetime]) -> datetime | None:
    """When the next try is allowed after these failures; None = at once.

    The first five within the window are free; each one more doubles the wait from 30 seconds up to 15 minutes.
    """
    if len(failures) < FREE_TRIES:
        return None
    doubled: int = 2 ** min(len(failures) - FREE_TRIES, 10)
    wait = min(timedelta(seconds=30) * doubled, LONGEST_WAIT)
    return max(failures) + wait


def check_pace(failures: Sequence[datetime], now: datetime) -> None:
    """Raise SlowDown if a try now would come too early."""
    allowed_at = next_try_at([moment for moment in failures if now - moment < FAILURE_WINDOW])
    if allowed_at and allowed_at > now:
        seconds = int((allowed_at - now).total_seconds()) + 1
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        raise SlowDown(
            f"There were several failed tries. For your safety, wait {wait}, then try again.", retry_after=seconds
        )


def session_over(*, now: datetime, seen_at: datetime, ends_at: datetime, idle: timedelta) -> bool:
    """A session ends at its time, or when nothing has happened for `idle`."""
    return now >= ends_at or now - seen_at >= idle


def local_path(wanted: str) -> str:
    """The page to return to after signing in if it is one of ours, else nothing.

    Anything that a browser could read as another host ("//host", "/\\host", "https:") is refused.
    """
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain and not wanted.startswith("/sign-in") else ""


def landing(actor: Actor) -> str:
    """Where a person's work begins: staff at what they look after, officers at their training."""
    roles = actor.roles
    if roles & SITE_ROLES and actor.sites:
        return f"/sites/{actor.sites[0].site_slug}/completion"
    for role, page in _LANDINGS:
        if role in roles:
            return page
    return "/my-training"


_LANDINGS = (
    (Role.INSTRUCTOR, "/authoring"),
    (Role.REVIEWER, "/review"),
    (Role.ADMINISTRATOR, "/admin/certificates"),
    (Role.PROGRAM_OFFICE, "/network"),
)
