"""From a request's cookie or bearer token to its actor, in one statement: the hottest query of the house."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from litestar.connection import ASGIConnection

from academy import clock, settings
from academy.actor import Actor, Grant, Permission, Role, Visitor
from academy.people.tables import Person
from academy.sign_in import rules, sessions
from academy.sign_in.tables import ApiToken, SignInSession

_WHO = """
SELECT key.id AS key_id, key.seen_at AS seen_at, key.ends_at AS ends_at, key.scopes AS scopes,
       person.id AS person_id, person.code AS person_code, person.full_name AS name, person.email AS email,
       role_grant.role AS role, granted.id AS site_id, granted.slug AS site_slug, granted.name AS site_name,
       granted.state_code AS state_code, membership.site AS member_site, home.time_zone AS zone,
       CASE WHEN watched.id IS NULL THEN NULL ELSE membership.site END AS supervised_site,
       granted.time_zone AS granted_zone, shown.extra_time_percent AS extra_time_percent,
       shown.captions_first AS captions_first, shown.reduced_motion AS reduced_motion
FROM {source} AS key
JOIN person ON person.id = key.person AND person.deactivated_at IS NULL
LEFT JOIN role_grant ON role_grant.person = person.id AND role_grant.revoked_at IS NULL
LEFT JOIN site AS granted ON granted.id = role_grant.site
LEFT JOIN membership ON membership.person = person.id AND membership.ends_on IS NULL
LEFT JOIN site AS home ON home.id = membership.site
LEFT JOIN unit_supervisor AS watching ON watching.person = person.id AND watching.ends_on IS NULL
LEFT JOIN unit AS watched
       ON watched.id = watching.unit AND watched.closed_on IS NULL AND watched.agency = membership.agency
LEFT JOIN accommodation AS shown ON shown.person = person.id
"""
_SESSION = "(SELECT id, person, seen_at, ends_at, NULL AS scopes FROM sign_in_session WHERE token_hash = {})"
_BEARER = """(SELECT id, person, last_used_at AS seen_at, NULL AS ends_at, scopes
      FROM api_token WHERE token_hash = {} AND revoked_at IS NULL)"""
_PERSON = "(SELECT id, id AS person, NULL AS seen_at, NULL AS ends_at, NULL AS scopes FROM person WHERE id = {})"
BY_SESSION = _WHO.replace("{source}", _SESSION)
BY_TOKEN = _WHO.replace("{source}", _BEARER)
BY_PERSON = _WHO.replace("{source}", _PERSON)
_TOUCH_EVERY = timedelta(minutes=1)


async def identify(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """The actor of a request; Visitor for no, unknown or ended sign-in. A bearer token wins over a cookie."""
    header = connection.headers.get("authorization", "")
    if header.lower().startswith("bearer "):
        return await by_token(header[7:].strip())
    token = connection.cookies.get(sessions.COOKIE)
    return await by_session(token) if token else Visitor


async def by_session(token: str) -> Actor:
    """The actor of a browser session; notes at most once a minute that it is in use."""
    rows = await Person.raw(BY_SESSION, sessions.hash_of(token))
    if not rows:
        return Visitor
    now, first = clock.now(), rows[0]
    seen_at, ends_at = _moment(first["seen_at"]), _moment(first["ends_at"])
    idle = timedelta(minutes=settings.current().session_idle_minutes)
    if rules.session_over(now=now, seen_at=seen_at, ends_at=ends_at, idle=idle):
        return Visitor
    if now - seen_at >= _TOUCH_EVERY:
        await SignInSession.update({SignInSession.seen_at: now}).where(SignInSession.id == first["key_id"])
    return _actor(rows, session_id=first["key_id"])


async def by_token(token: str) -> Actor:
    """The actor of a program's token, within the token's scopes."""
    rows = await Person.raw(BY_TOKEN, sessions.hash_of(token))
    if not rows:
        return Visitor
    now, first = clock.now(), rows[0]
    if first["seen_at"] is None or now - _moment(first["seen_at"]) >= _TOUCH_EVERY:
        await ApiToken.update({ApiToken.last_used_at: now}).where(ApiToken.id == first["key_id"])
    return _actor(rows, scopes=frozenset(Permission(word) for word in first["scopes"].split()))


async def of_person(person_id: int) -> Actor:
    """The actor a person would be when signed in: for commands and demo data. Visitor for a closed account."""
    rows = await Person.raw(BY_PERSON, person_id)
    return _actor(rows) if rows else Visitor


def _actor(
    rows: Sequence[dict[str, Any]], *, session_id: int | None = None, scopes: frozenset[Permission] | None = None
) -> Actor:
    first = rows[0]
    zone = next((row["zone"] or row["granted_zone"] for row in rows if row["zone"] or row["granted_zone"]), None)
    return Actor(
        id=first["person_id"],
        code=first["person_code"],
        name=first["name"],
        email=first["email"],
        zone=zone or "America/New_York",
        grants=frozenset(_grant(row) for row in rows if row["role"]),
        memberships=frozenset(row["member_site"] for row in rows if row["member_site"]),
        supervises=frozenset(row["supervised_site"] for row in rows if row["supervised_site"]),
        session_id=session_id,
        scopes=scopes,
        extra_time_percent=first["extra_time_percent"] or 0,
        captions_first=bool(first["captions_first"]),
        reduced_motion=bool(first["reduced_motion"]),
    )


def _grant(row: dict[str, Any]) -> Grant:
    label = f"{row['site_name']}, {row['state_code']}" if row["site_id"] else None
    return Grant(Role(row["role"]), row["site_id"], row["site_slug"], label, row["granted_zone"])


def _moment(value: datetime | str) -> datetime:
    """Raw SQLite rows carry times as text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
