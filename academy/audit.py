"""The audit log: who changed what, when, and for which site. Rows can be added and read, never changed."""

import contextvars
from collections.abc import Mapping, Sequence

import msgspec
from piccolo.columns import BigInt, Integer, Text, Varchar
from piccolo.table import Table

from academy.actor import Actor
from academy.columns import Dated
from academy.db.work import insert_many

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
"""The id of the request or job being served; also in every log line."""

Detail = str | int | bool | None


class AuditEvent(Dated, Table, tablename="audit_event"):
    """One change. No foreign keys on purpose: the entry must outlive and never constrain what it speaks of."""

    actor_id = Integer(null=True, default=None)
    actor_label = Varchar(length=160, null=False)
    action = Varchar(length=60, null=False, index=True)
    subject_kind = Varchar(length=30, null=False)
    subject_id = BigInt(null=False)
    site_id = Integer(null=True, default=None)
    details = Text(null=False, default="{}")
    request_id = Varchar(length=40, null=False, default="")


class Subject(msgspec.Struct, frozen=True):
    """What was changed: the table's word, the row's id, and the site it belongs to if any."""

    kind: str
    id: int
    site_id: int | None = None


async def record(actor: Actor | None, action: str, subject: Subject, **details: Detail) -> None:
    """Add an entry, in the transaction of the change itself. `actor` None = the academy's own work (jobs, sweeps).

    `action` is a value of an `ACTIONS` enum of the area ("area:subject:verb"), listed in docs/audit.md.
    """
    await AuditEvent.insert(_event(actor, action, subject, details))


async def record_each(
    actor: Actor | None, action: str, changes: Sequence[tuple[Subject, Mapping[str, Detail]]]
) -> None:
    """The same action on several subjects, each with its details, as so many entries."""
    await insert_many([_event(actor, action, subject, details) for subject, details in changes])


def _event(actor: Actor | None, action: str, subject: Subject, details: Mapping[str, Detail]) -> AuditEvent:
    return AuditEvent(
        actor_id=actor.id if actor else None,
        actor_label=actor.name if actor else "PSP Academy",
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        site_id=subject.site_id,
        details=encode(details),
        request_id=request_id.get(),
    )


def encode(details: Mapping[str, Detail]) -> str:
    """Details as compact JSON."""
    return msgspec.json.encode(details).decode()
