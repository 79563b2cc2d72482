"""Starting a roll call, closing it, and signing who was there."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_short_code
from academy.db.work import insert_many, move_row, writing
from academy.errors import Invalid
from academy.sites.access import SiteRow
from academy.sites.tables import Membership, UnitMember
from courses.learning.roll_calls.tables import HeldRollCall, RollCallPart, RollCallUnit
from courses.learning.rules.evidence import is_own_name
from courses.roll_calls.access import Call, call_at, site_led
from courses.roll_calls.packs import PackChoice, packs, units_for
from courses.roll_calls.people import PersonLine, on_leave, people_of
from courses.roll_calls.rules import calls, parts
from courses.roll_calls.rules.calls import NotTheLeader, move, require_due


class Audited(StrEnum):
    """What leading a roll call writes into the audit log."""

    STARTED = "roll_calls:call:start"
    CLOSED = "roll_calls:call:close"
    CALLED_OFF = "roll_calls:call:call_off"
    ATTESTED = "roll_calls:call:attest"


class Attesting(msgspec.Struct, frozen=True, kw_only=True):
    """What a leader signs: codes of the people ticked, others by e-mail or number, the own name, the consent."""

    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    name: str = ""
    agrees: bool = False
    due_on: date | None = None


async def start(actor: Actor, *, slug: str, pack: str, units: Sequence[str]) -> str:
    """Open a roll call for the people of these units, or for whoever comes; gives its code.

    pack: a `PackChoice.value`. units: codes. Raises NotFound, Invalid.
    """
    site = await site_led(actor, slug)
    async with writing():
        chosen = next((one for one in await packs() if one.value == pack), None)
        led = {one.code: one.id for one in await units_for(actor, site.id)}
        faults = {} if chosen else {"pack": "Choose a pack of a published course."}
        if not set(units) <= set(led):
            faults["units"] = "Choose among the units you lead."
        if faults or chosen is None:
            raise Invalid(fields=faults)
        call_id, code = await _insert(actor, site.id, chosen)
        await _expect(call_id, [led[one] for one in dict.fromkeys(units)], actor, site)
        subject = Subject("roll_call", call_id, site.id)
        await record(actor, Audited.STARTED, subject, pack=pack, version=chosen.number, units=len(units))
    return code


async def close(actor: Actor, *, slug: str, code: str) -> None:
    """Nobody joins or answers any more, and the answers are told. Raises NotFound, NotTheLeader, CannotMove."""
    async with writing():
        call = await _led(actor, slug, code)
        await move_row(
            HeldRollCall.state, call.id, old=call.state, new=move(call.state, "close"), closed_at=clock.now()
        )
        await record(actor, Audited.CLOSED, Subject("roll_call", call.id, call.site_id))


async def call_off(actor: Actor, *, slug: str, code: str) -> None:
    """It was started by mistake, or its leader left: it counts for nobody and stays on record.

    Who runs the site may do that too. Raises NotFound, NotTheLeader, CannotMove.
    """
    async with writing():
        call = await call_at(actor, slug, code)
        if call.led_by != actor.id and not actor.may(Permission.ASSIGN, call.site_id):
            raise NotTheLeader()
        new = move(call.state, "call_off")
        await move_row(HeldRollCall.state, call.id, old=call.state, new=new, closed_at=call.closed_at or clock.now())
        await record(actor, Audited.CALLED_OFF, Subject("roll_call", call.id, call.site_id))


async def attest(actor: Actor, *, slug: str, code: str, signed: Attesting) -> None:
    """Sign who was in the room; everybody else who was expected gets it to make up.

    Raises NotFound, NotTheLeader, CannotMove, and Invalid for another name, no consent, or people nobody knows here.
    """
    async with writing():
        call = await _led(actor, slug, code)
        at = clock.now()
        new = move(call.state, "attest")
        found = await people_of(call.id)
        others, unknown = await _others(actor, call, signed.others)
        _require(actor, call, signed, found, unknown=unknown)
        await insert_many([_came_by(call, one) for one in others if one not in {line.person_id for line in found}])
        ticked = {one.person_id for one in found if one.code in signed.people} | set(others)
        present = await _settle(await people_of(call.id), ticked, signed.due_on)
        words = calls.statement(actor.name, call.title, _day(call, call.opened_at), present)
        told = {"attested_at": at, "statement": words, "signed_name": signed.name.strip(), "due_on": signed.due_on}
        await move_row(HeldRollCall.state, call.id, old=call.state, new=new, **told)
        subject = Subject("roll_call", call.id, call.site_id)
        await record(actor, Audited.ATTESTED, subject, present=present, due_on=str(signed.due_on or ""))


def today_at(zone: str) -> date:
    """The day it is at the site."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def words_before(actor: Actor, call: Call) -> str:
    """The statement as the form shows it, before anybody is counted."""
    words = calls.statement(actor.name, call.title, _day(call, call.opened_at), 2)
    return words.replace("the 2 people", "the people")


async def _led(actor: Actor, slug: str, code: str) -> Call:
    call = await call_at(actor, slug, code)
    if call.led_by != actor.id:
        raise NotTheLeader()
    return call


async def _insert(actor: Actor, site_id: int, pack: PackChoice) -> tuple[int, str]:
    row = HeldRollCall(
        code=new_short_code(), site=site_id, version=pack.version_id, pack_key=pack.key, title=pack.title,
        minutes=pack.minutes, led_by=actor.id, state="open", opened_at=clock.now(),
    )  # fmt: skip
    [made] = await HeldRollCall.insert(row).returning(HeldRollCall.id)
    return int(made["id"]), row.code


async def _expect(call_id: int, units: Sequence[int], actor: Actor, site: SiteRow) -> None:
    """The people of the units today, each once, without those on leave; leaders do not attest themselves."""
    if not units:
        return
    await insert_many([RollCallUnit(roll_call=call_id, unit=one) for one in units])
    member: Any = UnitMember.membership
    rows = await UnitMember.select(member.person.as_alias("person")).where(
        UnitMember.unit.is_in(list(units)), UnitMember.ends_on.is_null(), member.ends_on.is_null(),
        member.person.deactivated_at.is_null(),
    )  # fmt: skip
    away = {person for person, _ in await on_leave(site.id, units, today_at(site.time_zone))}
    people = sorted({row["person"] for row in rows} - away - {actor.id})
    await insert_many(
        [RollCallPart(roll_call=call_id, person=one, is_expected=True, presence="open") for one in people]
    )


def _require(
    actor: Actor, call: Call, signed: Attesting, found: Sequence[PersonLine], *, unknown: Sequence[str]
) -> None:
    faults: dict[str, str] = {}
    if unknown:
        who = ", ".join(unknown)
        faults["others"] = f"Nobody else at {call.place} has this e-mail or employee number, or several do: {who}."
    if not set(signed.people) <= {one.code for one in found}:
        faults["people"] = "Somebody you ticked is not in this roll call. Load the page again."
    if not is_own_name(signed.name, actor.name):
        faults["name"] = f"Type your name as your record has it: {actor.name}."
    if not signed.agrees:
        faults["agrees"] = "Check this box if the statement is true. Without it nobody is attested."
    owed = any(one.is_expected and one.code not in signed.people for one in found)
    try:
        require_due(signed.due_on, today_at(call.zone), owed=owed)
    except Invalid as refusal:
        faults |= refusal.fields
    if faults:
        raise Invalid(fields=faults)


async def _others(actor: Actor, call: Call, named: Sequence[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """People of the site by e-mail or employee number who were in the room without joining, and whom nobody knows."""
    found: list[int] = []
    unknown: list[str] = []
    for who in filter(None, (one.strip() for one in named)):
        person = Membership.person
        here = (Membership.site == call.site_id) & Membership.ends_on.is_null()
        same = (person.email == who.lower()) | (person.employee_number == who)
        rows = await Membership.select(person.id.as_alias("id")).where(here, same)
        ids = {row["id"] for row in rows} - {actor.id}
        if len(ids) == 1:
            found += ids
        else:
            unknown.append(who)
    return tuple(dict.fromkeys(found)), tuple(unknown)


def _came_by(call: Call, person_id: int) -> RollCallPart:
    return RollCallPart(roll_call=call.id, person=person_id, is_expected=False, presence="open")


async def _settle(found: Sequence[PersonLine], ticked: set[int], due_on: date | None) -> int:
    """Write everybody's presence; gives how many are present."""
    by_part = {one.part_id: one.person_id for one in found}
    present = [part for part, person in by_part.items() if person in ticked]
    ends = parts.outcomes([parts.Part(id=one.part_id, is_expected=one.is_expected) for one in found], present, due_on)
    for kind in sorted({(one.presence, one.due_on is not None) for one in ends}):
        ids = [one.part_id for one in ends if (one.presence, one.due_on is not None) == kind]
        values: dict[Any, Any] = {RollCallPart.presence: kind[0], RollCallPart.due_on: due_on if kind[1] else None}
        await RollCallPart.update(values).where(RollCallPart.id.is_in(ids), RollCallPart.presence == "open")
    return len(present)


def _day(call: Call, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(call.zone)):%B %-d, %Y}"
