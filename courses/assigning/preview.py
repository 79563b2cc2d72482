"""What an assignment would do to each person, before it does: by the same rules that carry it out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import msgspec

from academy.messages.tables import OutgoingMessage
from courses.assigning.scope import SiteMember, Whom
from courses.learning.assignments.standing import Found, standings
from courses.learning.rules.assigned import Outcome, Terms, Verdict, decide

ORDER = ("leave", "exempt", "done", "open", "kept", "gets")
"""What may happen to a person, in the order it is shown: exceptions first."""


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One person: `what` (ORDER) and when it is due; `until`: the end of a leave, None = not known.

    no_mail: the last message to their address failed. sooner: they have it open, and it would be due earlier.
    """

    code: str
    name: str
    rank: str
    unit: str
    what: str
    due_on: date | None = None
    done_on: date | None = None
    until: date | None = None
    no_mail: bool = False
    sooner: bool = False


class Plan(msgspec.Struct, frozen=True):
    """Everybody who is chosen with what happens to them; `dropped`: no longer asked by a changed assignment."""

    lines: tuple[PlanLine, ...] = ()
    dropped: tuple[SiteMember, ...] = ()

    def those(self, *what: str) -> tuple[PlanLine, ...]:
        return tuple(one for one in self.lines if one.what in what)

    @property
    def gets(self) -> tuple[PlanLine, ...]:
        return self.those("gets")

    @property
    def exceptions(self) -> tuple[PlanLine, ...]:
        """Who needs a look: everybody to whom something else happens, or whom no mail reaches."""
        return tuple(one for one in self.lines if one.what not in ("gets", "kept") or one.no_mail)

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(one.what for one in self.lines)

    @property
    def does_something(self) -> bool:
        return any(one.what in ("gets", "leave", "exempt") or (one.what == "open" and one.sooner) for one in self.lines)

    def counted_in(self, year: int) -> tuple[PlanLine, ...]:
        """Who gets it again in a year in which it has counted already: no further hours for these."""
        return tuple(one for one in self.gets if one.done_on and one.done_on.year == year)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: the courses, the terms, and of which assignment, if it exists already (else 0)."""

    site_id: int
    courses: tuple[int, ...]
    terms: Terms
    assignment_id: int = 0


async def plan_of(asked: Asked, members: Sequence[SiteMember], whom: Whom, today: date) -> Plan:
    """The plan for everybody the scope asks; four statements a course, and one for their mail."""
    chosen = [one for one in members if whom.asks(one)]
    joined = {one.id: one.joined for one in chosen}
    said: dict[int, list[PlanLine]] = {one.id: [] for one in chosen}
    for course in asked.courses if chosen else ():
        found = await standings(asked.assignment_id, asked.site_id, course, joined=joined, today=today)
        for one in chosen:
            said[one.id].append(line_of(one, found[one.id], asked.terms, today))
    failed = await _failed([one.email for one in chosen]) if chosen else set()
    lines = [_together(said[one.id], no_mail=one.email in failed) for one in chosen if said[one.id]]
    return Plan(tuple(sorted(lines, key=lambda one: ORDER.index(one.what))))


def line_of(one: SiteMember, found: Found, terms: Terms, today: date) -> PlanLine:
    """What happens to a person with one course."""
    standing = found.standing
    verdict = decide(terms, standing, today)
    away = [leave for leave in standing.away if leave.from_on <= today and (leave.until_on or today) >= today]
    return PlanLine(
        code=one.code,
        name=one.name,
        rank=one.rank,
        unit=one.unit,
        what=_what(verdict, is_open=standing.open_cycle > 0),
        due_on=verdict.due_on if verdict else None,
        done_on=standing.last_done,
        sooner=bool(verdict and verdict.due_on and verdict.due_on < (found.open_due or date.max)),
        until=max((leave.until_on for leave in away if leave.until_on), default=None),
    )


def _what(verdict: Verdict | None, *, is_open: bool) -> str:
    if verdict is None:
        return "kept"
    if verdict.outcome is Outcome.HAS_IT:
        return "open" if is_open else "done"
    return {Outcome.GIVEN: "gets", Outcome.EXEMPT: "exempt", Outcome.ON_LEAVE: "leave"}[verdict.outcome]


def _together(lines: Sequence[PlanLine], *, no_mail: bool) -> PlanLine:
    """A person over the courses of a path: whoever gets one of them gets something."""
    most = max(lines, key=lambda one: ORDER.index(one.what))
    due = min((one.due_on for one in lines if one.due_on), default=None)
    return msgspec.structs.replace(most, due_on=due, no_mail=no_mail)


async def _failed(addresses: Collection[str]) -> set[str]:
    """Those of the addresses whose newest message could not be delivered."""
    rows = (
        await OutgoingMessage.select(OutgoingMessage.recipient, OutgoingMessage.state)
        .where(OutgoingMessage.recipient.is_in([*addresses]), OutgoingMessage.state.is_in(["sent", "failed"]))
        .order_by(OutgoingMessage.id)
    )
    newest = {row["recipient"]: row["state"] for row in rows}
    return {address for address, state in newest.items() if state == "failed"}
