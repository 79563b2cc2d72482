"""Browser sessions: a random token in a cookie, its hash in a row. Unknown token = nobody; a new one
at every sign-in.
"""

import hashlib
import secrets
from datetime import timedelta

from litestar.datastructures import Cookie

from academy import clock, settings
from academy.db.work import writing
from academy.sign_in.tables import SignInSession

COOKIE = "academy_session"


def hash_of(token: str) -> str:
    """What is kept of a session or API token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def open_session(person_id: int, user_agent: str) -> str:
    """Make a session row and return its token, which nobody keeps but the browser."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    async with writing():
        await SignInSession.insert(
            SignInSession(
                token_hash=hash_of(token),
                person=person_id,
                seen_at=now,
                ends_at=now + timedelta(hours=settings.current().session_hours),
                user_agent=user_agent[:200],
            )
        )
    return token


def cookie(token: str) -> Cookie:
    """The cookie that carries the token; out of reach of scripts and other sites."""
    return Cookie(COOKIE, value=token, path="/", httponly=True, samesite="lax", secure=settings.current().https)


def no_cookie() -> Cookie:
    """Takes the cookie away."""
    return Cookie(COOKIE, value="", path="/", httponly=True, samesite="lax", secure=settings.current().https, max_age=0)
