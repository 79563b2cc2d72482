"""The audit log as its readers see it: newest first, by kind of action, a page at a time."""

from datetime import datetime
from itertools import groupby

import msgspec

from academy.audit import AuditEvent, Detail

ROWS = 100


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One change. `subject` names what was changed by kind and id; `details` are pairs ready to read."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    site: str
    details: tuple[tuple[str, str], ...]
    request_id: str


class AuditLog(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the log; `older` continues it. `areas` are the areas with the actions of theirs that occur."""

    action: str
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    entries: tuple[Entry, ...]
    older: int | None


_ENTRIES = """
    SELECT a.id, a.created_at, a.actor_label, a.action, a.subject_kind, a.subject_id, a.details, a.request_id,
        COALESCE(s.name, '') AS site
    FROM audit_event a LEFT JOIN site s ON s.id = a.site_id
    WHERE a.id < {} AND a.action IN (ACTIONS) ORDER BY a.id DESC LIMIT {}
"""
_LAST_ID = 2**31 - 1


async def audit_log(action: str, before: int | None) -> AuditLog:
    """Entries whose action starts with `action` (an area, an area and subject, or the whole), newest first."""
    kinds = [row["action"] for row in await AuditEvent.raw("SELECT DISTINCT action FROM audit_event")]
    wanted = [kind for kind in kinds if kind.startswith(action)]
    found = await _found(wanted, before or _LAST_ID) if wanted else []
    entries = tuple(map(_entry, found[:ROWS]))
    older = entries[-1].id if len(found) > ROWS else None
    return AuditLog(action=action, areas=_by_area(sorted(kinds)), entries=entries, older=older)


async def _found(actions: list[str], before: int) -> list[dict[str, object]]:
    # Chosen by name, not by prefix: how prefixes sort differs between databases, and names can use the index.
    query = _ENTRIES.replace("ACTIONS", ", ".join(["{}"] * len(actions)))
    rows: list[dict[str, object]] = await AuditEvent.raw(query, before, *actions, ROWS + 1)
    return rows


def _by_area(actions: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups = groupby(actions, key=lambda action: action.partition(":")[0])
    return tuple((area, tuple(each)) for area, each in groups)


def _entry(row: dict[str, object]) -> Entry:
    stored = msgspec.convert(row, _Stored)
    details = msgspec.json.decode(stored.details, type=dict[str, Detail])
    return Entry(
        id=stored.id,
        at=stored.created_at,
        actor=stored.actor_label,
        action=stored.action,
        subject=f"{stored.subject_kind.replace('_', ' ')} {stored.subject_id}",
        site=stored.site,
        details=tuple((key.replace("_", " "), _words(value)) for key, value in details.items() if value is not None),
        request_id=stored.request_id,
    )


def _words(value: Detail) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


class _Stored(msgspec.Struct, frozen=True):
    """The row behind an entry."""

    id: int
    created_at: datetime
    actor_label: str
    action: str
    subject_kind: str
    subject_id: int
    details: str
    request_id: str
    site: str
