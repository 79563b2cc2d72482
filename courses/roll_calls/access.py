"""The only way to a roll call: leading or overseeing it at its site, or belonging to the site and having its code."""

from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import AuditEvent, Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from academy.sites.access import SiteRow, site_for
from courses.learning.roll_calls.tables import HeldRollCall


class Audited(StrEnum):
    """What trying a code writes into the audit log."""

    REFUSED = "roll_calls:joining:refuse"


_AGAIN_AFTER = timedelta(hours=1)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A roll call with its place, its leader and the version its pack is of."""

    id: int
    code: str
    site_id: int
    site_slug: str
    site: str
    state_code: str
    zone: str
    slug: str
    number: int
    course: str
    pack_key: str
    title: str
    minutes: int
    led_by: int
    leader: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    attested_at: datetime | None
    statement: str
    due_on: date | None

    @property
    def place(self) -> str:
        return f"{self.site}, {self.state_code}"

    @property
    def path(self) -> str:
        return f"/sites/{self.site_slug}/roll-calls/{self.code}"

    @property
    def printed_code(self) -> str:
        """In two groups, to be read across a room."""
        return f"{self.code[:3]}-{self.code[3:]}"


CALL = """
    SELECT r.id, r.code, r.site AS site_id, s.slug AS site_slug, s.name AS site, s.state_code, s.time_zone AS zone,
        c.slug, v.number, v.title AS course, r.pack_key, r.title, r.minutes, r.led_by,
        trim(coalesce(p.rank, '') || ' ' || p.full_name) AS leader, r.state, r.opened_at, r.closed_at, r.attested_at,
        r.statement, r.due_on
    FROM roll_call r JOIN site s ON s.id = r.site JOIN course_version v ON v.id = r.version
        JOIN course c ON c.id = v.course JOIN person p ON p.id = r.led_by
"""
SEEN_BY = """({} = 1 OR r.led_by = {} OR EXISTS (SELECT 1 FROM roll_call_unit x
    JOIN unit_supervisor w ON w.unit = x.unit AND w.ends_on IS NULL WHERE x.roll_call = r.id AND w.person = {}))"""
"""Who oversees the site sees all of its roll calls; others those they led, and those of units they supervise."""


def sees_all(actor: Actor, site_id: int) -> int:
    """1 or 0, for SQL."""
    return int(actor.may(Permission.SEE_PROGRESS, site_id))


def may_lead(actor: Actor, site_id: int) -> bool:
    """Supervisors of a unit there, and those who run the site; whoever only reads it does not."""
    return site_id in actor.supervises or actor.may(Permission.ASSIGN, site_id)


async def site_led(actor: Actor, slug: str) -> SiteRow:
    """A site where the actor may lead roll calls. Raises NotFound."""
    site = await site_for(actor, slug, Permission.SEE_UNIT)
    if not may_lead(actor, site.id):
        raise NotFound()
    return site


async def call_at(actor: Actor, slug: str, code: str) -> Call:
    """A roll call of the site that the actor sees. Raises NotFound."""
    site = await site_for(actor, slug, Permission.SEE_UNIT)
    where = f"{CALL} WHERE r.code = {{}} AND r.site = {{}} AND {SEEN_BY}"
    seen = (sees_all(actor, site.id), actor.id, actor.id)
    return _one(await HeldRollCall.raw(where, code, site.id, *seen))


async def call_joined(actor: Actor, code: str) -> Call:
    """A roll call of a site the actor belongs to; who tries a code of another site is told nothing, and is on record.

    Raises NotFound.
    """
    call = _one(await HeldRollCall.raw(f"{CALL} WHERE r.code = {{}}", code))
    if call.site_id not in actor.memberships:
        await _note_stranger(actor, call)
        raise NotFound()
    return call


async def _note_stranger(actor: Actor, call: Call) -> None:
    """Once an hour for each person and roll call: a page loaded again and again tells nothing more."""
    earlier = (
        (AuditEvent.action == Audited.REFUSED) & (AuditEvent.actor_id == actor.id) & (AuditEvent.subject_id == call.id)
    )
    async with writing():
        if not await AuditEvent.exists().where(earlier, AuditEvent.created_at > clock.now() - _AGAIN_AFTER):
            await record(actor, Audited.REFUSED, Subject("roll_call", call.id, call.site_id), title=call.title)


def _one(rows: list[dict[str, object]]) -> Call:
    if not rows:
        raise NotFound()
    return msgspec.convert(rows[0], Call, strict=False)
