"""Playback links: signed and expiring, so that serving a segment needs no session and no database.

Whoever signs has checked that the reader may watch; whoever serves trusts the signature and nothing else. The token
covers the asset's code and the hour of expiry; the path below is free, so relative addresses in playlists work.
"""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from academy import clock, settings
from academy.errors import NotAllowed

LIFE = timedelta(hours=12)
"""A link lives between one and two of these: a whole shift, with a pause in the lecture."""

STORE_LINK_LIFE = timedelta(hours=1)
"""A link to an S3-compatible store needs no session and names no person, so it lives shorter than ours."""

FROM_STORE = (".m4s", ".jpg")
"""Films and pictures: what makes the weight of a lecture."""

PLAYABLE = re.compile(
    r"(?P<code>[0-9a-z]{26})/(?P<name>hls-[0-9a-z]+/(?:[0-9a-z_-]+/)*[0-9a-z_-]+\.(?:m3u8|m4s|jpg|vtt))", re.ASCII
)
"""What a link can reach: files of a rendition. Originals are never served."""


class LinkExpired(NotAllowed):
    """The signature does not hold, or not any more."""

    code = "link_expired"
    sentence = "This playback link has expired. Load the lesson again; your place in the lecture is kept."


def token_for(code: str, *, now: datetime, secret: str) -> str:
    """A token for all files of one asset. The same within a window of LIFE, so that browsers keep what they have."""
    window = int(now.timestamp() // LIFE.total_seconds()) + 2
    expires = window * int(LIFE.total_seconds())
    return f"{expires:x}-{_mark(code, expires, secret)}"


def check_token(token: str, code: str, *, now: datetime, secret: str) -> timedelta:
    """How long this token of this asset still lives. Raises LinkExpired for one that does not, or is not ours."""
    digits, _, mark = token.partition("-")
    expires = int(digits, 16) if re.fullmatch(r"[0-9a-f]{1,12}", digits) else 0
    genuine = hmac.compare_digest(mark.encode(), _mark(code, expires, secret).encode())
    left = datetime.fromtimestamp(expires, UTC) - now
    if not genuine or left <= timedelta(0):
        raise LinkExpired()
    return left


def _mark(code: str, expires: int, secret: str) -> str:
    digest = hmac.digest(secret.encode(), f"media playback {code} {expires}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:18]).decode()


def link_life(name: str, left: timedelta) -> timedelta | None:
    """How long a link to the store may live that stands for ours with `left` to live; None: we serve the file.

    Playlists are ours to serve: the addresses in them are relative, and count from where the playlist came from.
    """
    return max(timedelta(seconds=1), min(left, STORE_LINK_LIFE)) if name.endswith(FROM_STORE) else None


def sign(code: str, name: str) -> str:
    """The address under which `name`, a path below the asset's own, can be fetched for the next hours."""
    return f"/media/files/{_token(code)}/{code}/{name}"


def sign_captions(code: str, caption_id: int) -> str:
    """The address of one caption row of the asset as WebVTT."""
    return f"/media/captions/{_token(of_captions(code, caption_id))}/{code}/{caption_id}"


def sign_transcript(code: str, caption_id: int) -> str:
    """The address of one caption row of the asset as a text file to keep."""
    return f"/media/transcripts/{_token(of_captions(code, caption_id))}/{code}/{caption_id}"


def of_captions(code: str, caption_id: int) -> str:
    """What a link to captions is signed for: one set of them, so that nobody who may watch can guess his way to a
    draft."""
    return f"{code} captions {caption_id}"


def _token(subject: str) -> str:
    return token_for(subject, now=clock.now(), secret=settings.current().secret)
