"""A proof of when a page was opened: handed out with the page, given back with reports, stored nowhere.

Pages are read without writing anything, and yet the first report of a lecture must be measured against a clock that the
learner's device does not set.
"""

import hashlib
import hmac
from datetime import UTC, datetime

_DAYS_VALID = 2


def seal(place: str, at: datetime, secret: str) -> str:
    """A proof that the page of `place` was opened at `at`; `secret` is the house's."""
    moment = str(int(at.timestamp()))
    return f"{moment}.{_mark(place, moment, secret)}"


def unseal(proof: str, place: str, at: datetime, secret: str) -> datetime | None:
    """When the page was opened; None for a proof that is not ours, not for this place, from later or from days ago."""
    moment, _, mark = proof.partition(".")
    if not moment.isdecimal() or not hmac.compare_digest(mark.encode(), _mark(place, moment, secret).encode()):
        return None
    opened_at = datetime.fromtimestamp(int(moment), UTC)
    return opened_at if 0 <= (at - opened_at).days < _DAYS_VALID else None


def _mark(place: str, moment: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"opened:{place}:{moment}".encode(), hashlib.sha256).hexdigest()[:32]
