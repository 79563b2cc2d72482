"""The token of an attempt: handed out with its pages, sent back with each answer that waited on a device.

An answer may leave a shared computer days later, under another sign-in. The token says whose it is and which attempt it
belongs to, so that it is never taken for somebody else's and never dropped as a mistake. It signs nobody in: the sender
must be that person, signed in as usual.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from academy.errors import Conflict, Invalid

AFTER_DEADLINE = timedelta(days=1)
"""So long an answer that comes too late is still told that it is too late."""
WITHOUT_DEADLINE = timedelta(days=14)


class ForgedToken(Conflict):
    """The token is not one of ours; also after the house's secret was changed, so the answer is kept."""

    code = "token_forged"
    sentence = "The proof that came with this answer is not valid. Open the quiz again: the answer is sent anew."


class ExpiredToken(Conflict):
    """The answer waited longer than its token lives; a freshly opened page has a new one."""

    code = "token_expired"
    sentence = "This answer waited too long on the device. Open the quiz again: the answer is sent anew."


class OtherPerson(Conflict):
    """The answer was given under another sign-in; it stays on the device for that person."""

    code = "other_person"
    sentence = "Somebody else gave this answer on this device. It stays here until that person signs in again."


class OtherAttempt(Invalid):
    """The token belongs to another attempt of the same person."""

    code = "other_attempt"
    sentence = "This answer belongs to another attempt and was not taken. Open the quiz again and choose it there."


def seal(attempt: str, person: str, *, deadline: datetime | None, at: datetime, secret: str) -> str:
    """The token of a person's attempt, both by their codes; `secret` is the house's."""
    ends = deadline + AFTER_DEADLINE if deadline else at + WITHOUT_DEADLINE
    said = f"{attempt}.{person}.{int(ends.timestamp())}"
    return f"{said}.{_mark(said, secret)}"


def require_own(token: str, *, attempt: str, person: str, at: datetime, secret: str) -> None:
    """Raises ForgedToken, OtherPerson, OtherAttempt or ExpiredToken."""
    said, _, mark = token.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(said, secret).encode()):
        raise ForgedToken()
    of_attempt, of_person, ends = said.split(".")
    if of_person != person:
        raise OtherPerson()
    if of_attempt != attempt:
        raise OtherAttempt(fields={"token": OtherAttempt.sentence})
    if at > datetime.fromtimestamp(int(ends), UTC):
        raise ExpiredToken()


def _mark(said: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"attempt:{said}".encode(), hashlib.sha256).hexdigest()[:32]
