"""The page of a site's state credit: who has how many hours against the rule, and what was reported of them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.sites.access import SiteRow
from academy.sites.tables import Membership
from courses.credit.beside import Beside, beside, in_span
from courses.credit.ledger import Entry, entries, in_period
from courses.credit.profile import Profile, Source, profiles
from courses.credit.rules.hours import HoursLine, Requirement, hours_line, outside_line, span_for
from courses.credit.rules.periods import Span, neighbors, span_at, span_ending
from courses.credit.tables import CreditExport

FAR = (date(1990, 1, 1), date(2090, 12, 31))
"""Periods that end outside of these are not asked for by anybody."""


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """A person at the site in the period. `lines`: one for each requirement whose hours are known, the main one first.

    number: the state's, "" where the academy does not have it.
    """

    person_id: int
    code: str
    name: str
    rank: str
    number: str
    agency: str
    lines: tuple[HoursLine, ...] = ()

    @property
    def main(self) -> HoursLine:
        return self.lines[0]


class ExportLine(msgspec.Struct, frozen=True, kw_only=True):
    """An export of this period, newest first."""

    code: str
    made_at: datetime
    made_by: str


class CreditView(msgspec.Struct, frozen=True, kw_only=True):
    """The page. `profile` None: nobody has written down what this state asks.

    beside: training elsewhere and at roll call in the period. before, after: the last days of the periods beside the
    shown one. chosen, verb, note, errors: what was sent and why it was refused. made: the export that was just made.
    """

    slug: str
    place: str
    state_code: str
    zone: str
    known: tuple[str, ...]
    counted_at: datetime
    profile: Profile | None = None
    span: Span | None = None
    before: date | None = None
    after: date | None = None
    officers: tuple[Officer, ...] = ()
    entries: tuple[Entry, ...] = ()
    beside: tuple[Beside, ...] = ()
    exports: tuple[ExportLine, ...] = ()
    made: str = ""
    chosen: tuple[str, ...] = ()
    verb: str = ""
    note: str = ""
    errors: dict[str, str] = {}

    @property
    def free(self) -> tuple[Entry, ...]:
        """What may be exported."""
        return tuple(one for one in self.entries if one.is_free)

    @property
    def approved(self) -> tuple[Entry, ...]:
        """What may be exported and is approved."""
        return tuple(one for one in self.free if one.credit.approval)

    @property
    def reportable(self) -> tuple[Beside, ...]:
        """What else an export takes along."""
        return tuple(one for one in self.beside if one.is_reportable)

    @property
    def movable(self) -> tuple[Entry | Beside, ...]:
        """What is with the state, so that something can become of it."""
        done: tuple[Entry | Beside, ...] = (*self.entries, *self.beside)
        return tuple(one for one in done if not one.is_free)

    @property
    def numberless(self) -> int:
        return sum(not one.number for one in self.officers)

    @property
    def named_only(self) -> tuple[str, ...]:
        """Topics the state names without hours that we found."""
        found = self.profile.requirements if self.profile else ()
        return tuple(one.title for one in found if one.minutes is None)

    def source(self, key: str) -> Source | None:
        return self.profile.source(key) if self.profile else None


async def credit_view(site: SiteRow, now: datetime, until: str = "") -> CreditView:
    """The site's page for the period that `until` (a day in it, or the last day of an officer's own) names."""
    profile = profiles().get(site.state_code)
    place = CreditView(
        slug=site.slug,
        place=site.label,
        state_code=site.state_code,
        zone=site.time_zone,
        known=tuple(one.name for one in profiles().values()),
        counted_at=now,
        profile=profile,
    )
    if profile is None:
        return place
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    return await _filled(place, site, profile, (span_shown(profile, today, until), today))


def span_shown(profile: Profile, today: date, until: str) -> Span:
    """The period asked for, or today's where the address says nothing sensible."""
    period = profile.main.period
    try:
        asked = date.fromisoformat(until)
    except ValueError:
        return span_at(period, today)
    if not FAR[0] <= asked <= FAR[1]:
        return span_at(period, today)
    return span_ending(period, asked) if period.kind == "per_officer" else span_at(period, asked)


async def _filled(place: CreditView, site: SiteRow, profile: Profile, days: tuple[Span, date]) -> CreditView:
    span, today = days
    asked = [one for one in profile.requirements if one.minutes is not None and one.holds_on(min(span.last, today))]
    spans = {one.key: span_for(one, profile.main.period, span, today) for one in asked}
    whole = Span(min(one.first for one in spans.values()), max(one.last for one in spans.values()))
    found = await entries(site, profile, whole)
    others = await beside(site, profile, whole)
    kept = _Kept([(one, spans[one.key]) for one in asked], found, others, profile)
    officers = await _officers(site.id, span)
    before, after = neighbors(profile.main.period, span)
    return msgspec.structs.replace(
        place,
        span=span,
        before=before.last,
        after=after.last,
        officers=tuple(_with_hours(one, kept) for one in officers),
        entries=in_period(found, span),
        beside=in_span(others, span),
        exports=await _exports(site.id, span),
    )


class _Kept(msgspec.Struct, frozen=True):
    """The rules with their periods, and all that may stand against them."""

    asked: list[tuple[Requirement, Span]]
    entries: tuple[Entry, ...]
    beside: tuple[Beside, ...]
    profile: Profile


def _with_hours(officer: Officer, kept: _Kept) -> Officer:
    own = [one.credit for one in kept.entries if one.credit.taken.person_id == officer.person_id]
    there = [one.outside for one in kept.beside if one.outside.person_id == officer.person_id]
    lines = (hours_line(rule, span, own) for rule, span in kept.asked)
    elsewhere, held = kept.profile.outside, kept.profile.roll_calls
    counts = {"counts": bool(elsewhere and elsewhere.counts), "roll_calls_count": bool(held and held.counts)}
    told = tuple(outside_line(line, there, **counts) for line in lines)
    return msgspec.structs.replace(officer, lines=told)


async def _officers(site_id: int, span: Span) -> tuple[Officer, ...]:
    """Everybody who belonged to the site on a day of the period; of several agencies the newest is named."""
    rows = (
        await Membership.select(
            Membership.person.id.as_alias("person_id"),
            Membership.person.code.as_alias("code"),
            Membership.person.full_name.as_alias("name"),
            Membership.person.rank.as_alias("rank"),
            Membership.person.post_number.as_alias("number"),
            Membership.agency.name.as_alias("agency"),
        )
        .where(Membership.site == site_id, Membership.starts_on <= span.last)
        .where((Membership.ends_on.is_null()) | (Membership.ends_on >= span.first))
        .order_by(Membership.person.full_name, Membership.id)
    )
    newest = {row["person_id"]: row | {name: row[name] or "" for name in ("rank", "number")} for row in rows}
    return tuple(Officer(**row) for row in newest.values())


async def _exports(site_id: int, span: Span) -> tuple[ExportLine, ...]:
    rows = (
        await CreditExport.select(
            CreditExport.code,
            CreditExport.created_at.as_alias("made_at"),
            CreditExport.made_by.full_name.as_alias("by"),
        )
        .where(CreditExport.site == site_id, CreditExport.period_to == span.last)
        .order_by(CreditExport.id, ascending=False)
    )
    return tuple(ExportLine(code=row["code"], made_at=row["made_at"], made_by=row["by"]) for row in rows)
