"""Roll calls as leaders see them: the list of a site, one of them with its people, and what the wall shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from academy.actor import Actor, Permission
from academy.sites.access import SiteRow
from academy.sites.tables import Site
from courses.learning.roll_calls.tables import HeldRollCall, RollCallAnswer, RollCallUnit
from courses.roll_calls.access import SEEN_BY, Call, may_lead, sees_all
from courses.roll_calls.packs import PackChoice, UnitChoice, packs, units_for
from courses.roll_calls.people import PersonLine, on_leave, people_of
from courses.teaching.roll_calls import Pack, pack_of, without_answers

SHOWN = 100
USUAL_DAYS = timedelta(days=14)
Step = Literal["join", "say", "scenario", "questions", "answers", "close"]


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """A roll call in the list. `owed`: absent who have not made it up."""

    code: str
    title: str
    course: str
    leader: str
    opened_at: datetime
    state: str
    joined: int
    present: int
    owed: int
    made_up: int
    units: tuple[str, ...] = ()


class ListView(msgspec.Struct, frozen=True, kw_only=True):
    """The roll calls of a site, newest first, and the form to start one as it was filled in."""

    slug: str
    place: str
    zone: str
    lines: tuple[CallLine, ...]
    packs: tuple[PackChoice, ...]
    units: tuple[UnitChoice, ...]
    may_lead: bool
    pack: str = ""
    chosen: tuple[str, ...] = ()
    errors: Mapping[str, str] = {}


class Counts(msgspec.Struct, frozen=True):
    """How many are expected, joined, and answered everything."""

    expected: int
    joined: int
    answered: int


class LedView(msgspec.Struct, frozen=True, kw_only=True):
    """One roll call with its people. `leads`: the actor does. typed, ticked, errors: what was refused.

    on_leave: names of who is in its units and was on leave that day, so that nobody wonders where they are.
    """

    call: Call
    questions: int
    units: tuple[str, ...]
    people: tuple[PersonLine, ...]
    on_leave: tuple[str, ...]
    leads: bool
    may_call_off: bool
    statement: str
    today: date
    ticked: tuple[str, ...] = ()
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}

    @property
    def usual_due(self) -> date:
        """What the form suggests for the make-up."""
        return self.today + USUAL_DAYS

    @property
    def counts(self) -> Counts:
        return counted(self.people)

    @property
    def present(self) -> tuple[PersonLine, ...]:
        return tuple(one for one in self.people if one.presence == "present")

    @property
    def absent(self) -> tuple[PersonLine, ...]:
        """Expected and not attested, with what became of it."""
        return tuple(one for one in self.people if one.is_expected and one.presence in ("absent", "made_up"))

    @property
    def apart(self) -> tuple[PersonLine, ...]:
        """Came by on a phone and were not attested."""
        return tuple(one for one in self.people if not one.is_expected and one.presence == "absent")


class Tally(msgspec.Struct, frozen=True):
    """How many answered a question, and how many of them rightly."""

    answered: int
    right: int


class ScreenView(msgspec.Struct, frozen=True, kw_only=True):
    """What the wall shows: no names. `pack` tells answers once the roll call is closed; tallies by question then.

    address: where phones join, symbol: the same to scan.
    """

    call: Call
    pack: Pack
    step: Step
    steps: tuple[Step, ...]
    counts: Counts
    tallies: Mapping[str, Tally]
    address: str = ""
    symbol: str = ""


class PlaceLine(msgspec.Struct, frozen=True):
    """A site whose roll calls the actor sees."""

    slug: str
    label: str


_LINES = f"""
    SELECT r.code, r.title, v.title AS course, p.full_name AS leader, r.opened_at, r.state, r.id,
        (SELECT count(*) FROM roll_call_part t WHERE t.roll_call = r.id AND t.joined_at IS NOT NULL) AS joined,
        (SELECT count(*) FROM roll_call_part t WHERE t.roll_call = r.id AND t.presence = 'present') AS present,
        (SELECT count(*) FROM roll_call_part t
            WHERE t.roll_call = r.id AND t.presence = 'absent' AND t.due_on IS NOT NULL) AS owed,
        (SELECT count(*) FROM roll_call_part t WHERE t.roll_call = r.id AND t.presence = 'made_up') AS made_up
    FROM roll_call r JOIN course_version v ON v.id = r.version JOIN person p ON p.id = r.led_by
    WHERE r.site = {{}} AND {SEEN_BY} ORDER BY r.opened_at DESC, r.id DESC LIMIT {SHOWN}
"""


async def list_view(actor: Actor, site: SiteRow) -> ListView:
    """Four statements, however many there are."""
    rows = await HeldRollCall.raw(_LINES, site.id, sees_all(actor, site.id), actor.id, actor.id)
    names = await units_named([row["id"] for row in rows])
    leads = may_lead(actor, site.id)
    return ListView(
        slug=site.slug,
        place=site.label,
        zone=site.time_zone,
        lines=tuple(
            msgspec.convert({**row, "units": names.get(row["id"], ())}, CallLine, strict=False) for row in rows
        ),
        packs=await packs() if leads else (),
        units=await units_for(actor, site.id) if leads else (),
        may_lead=leads,
    )


async def led_view(actor: Actor, call: Call, *, statement: str, today: date) -> LedView:
    """One roll call with everybody in it."""
    pack = await pack_of(call.slug, call.number, call.pack_key)
    leads = call.led_by == actor.id
    day = call.opened_at.astimezone(ZoneInfo(call.zone)).date()
    there = await people_of(call.id)
    known = {one.person_id for one in there}
    away = await on_leave(call.site_id, await _unit_ids(call.id), day)
    return LedView(
        call=call,
        questions=len(pack.questions),
        on_leave=tuple(name for person, name in away if person not in known),
        units=(await units_named([call.id])).get(call.id, ()),
        people=there,
        leads=leads,
        may_call_off=leads or actor.may(Permission.ASSIGN, call.site_id),
        statement=statement,
        today=today,
    )


async def screen_view(call: Call, step: str) -> ScreenView:
    """The wall at a step; an unknown one is the first that makes sense."""
    pack = await pack_of(call.slug, call.number, call.pack_key)
    steps = _steps(call, pack)
    usual: Step = "join" if call.state == "open" else "answers"
    return ScreenView(
        call=call,
        pack=without_answers(pack) if call.state == "open" else pack,
        step=next((one for one in steps if one == step), usual),
        steps=steps,
        counts=counted(await people_of(call.id)),
        tallies=await _tallies(call) if call.state != "open" else {},
    )


async def places_of(actor: Actor) -> tuple[PlaceLine, ...]:
    """The sites whose roll calls the actor sees, by name."""
    ids = actor.supervises | {one.site_id for one in actor.sites if one.site_id}
    rows = await Site.select(Site.id, Site.slug, Site.name, Site.state_code).where(Site.id.is_in([0, *ids]))
    seen = [row for row in rows if actor.may(Permission.SEE_UNIT, row["id"])]
    return tuple(PlaceLine(row["slug"], f"{row['name']}, {row['state_code']}") for row in seen)


async def units_named(call_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of the units that roll calls are for."""
    unit: Any = RollCallUnit.unit
    rows = (
        await RollCallUnit.select(RollCallUnit.roll_call, unit.name.as_alias("name"))
        .where(RollCallUnit.roll_call.is_in([0, *call_ids]))
        .order_by(unit.name)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        found[row["roll_call"]] += (row["name"],)
    return found


async def _unit_ids(call_id: int) -> list[int]:
    rows = await RollCallUnit.select(RollCallUnit.unit).where(RollCallUnit.roll_call == call_id)
    return [row["unit"] for row in rows]


def counted(people: Sequence[PersonLine]) -> Counts:
    """How many of whom."""
    return Counts(
        sum(one.is_expected for one in people),
        sum(one.joined_at is not None for one in people),
        sum(one.answered_at is not None for one in people),
    )


def _steps(call: Call, pack: Pack) -> tuple[Step, ...]:
    there: dict[Step, bool] = {
        "join": call.state == "open",
        "say": True,
        "scenario": pack.scenario is not None,
        "questions": call.state == "open",
        "answers": call.state != "open",
        "close": bool(pack.take_away),
    }
    return tuple(step for step, has in there.items() if has)


async def _tallies(call: Call) -> dict[str, Tally]:
    part: Any = RollCallAnswer.part
    rows = await RollCallAnswer.select(RollCallAnswer.question, RollCallAnswer.is_right).where(
        part.roll_call == call.id, RollCallAnswer.answered_at <= (call.closed_at or call.opened_at)
    )
    found: dict[str, Tally] = {}
    for row in rows:
        before = found.get(row["question"], Tally(0, 0))
        found[row["question"]] = Tally(before.answered + 1, before.right + row["is_right"])
    return found
