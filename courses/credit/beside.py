"""What counts, or is shown, beside completions: training elsewhere that was approved, and roll calls attended.

One list for hours, the page and exports, so that a minute is in all of them or in none.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy.sites.access import SiteRow
from courses.credit.profile import Profile
from courses.credit.rules.hours import Outside, OutsideKind, credited_minutes, once
from courses.credit.rules.periods import Span, local_day
from courses.credit.tables import CreditTraining


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The newest report of something. `minutes`: as the file said; the moment is None while nobody moved it on."""

    code: str
    minutes: int
    state: str
    note: str
    moved_at: datetime | None
    export: str


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. `source`: the provider, or the course the pack is from. counts: toward the hours of the state."""

    subject_id: int
    person_code: str
    name: str
    title: str
    source: str
    outside: Outside
    counts: bool
    row: Row | None

    @property
    def is_free(self) -> bool:
        """Whether it may be exported, as far as earlier exports go: never was, or was refused."""
        return self.row is None or self.row.state == "refused"

    @property
    def is_reportable(self) -> bool:
        """Whether an export takes it: it counts, brings minutes, and is not with the state."""
        return self.is_free and self.counts and self.outside.minutes > 0


_ROW = """n.code AS row_code, n.minutes AS row_minutes, n.state AS row_state, n.note AS row_note,
        n.moved_at AS row_moved_at, e.code AS row_export"""
_NEWEST = """LEFT JOIN credit_training n ON n.id = (SELECT max(o.id) FROM credit_training o
        WHERE o.kind = '{kind}' AND o.subject_id = {subject}) LEFT JOIN credit_export e ON e.id = n.export"""
_ELSEWHERE = f"""
    SELECT x.id AS subject_id, x.person AS person_id, p.code AS person_code, p.full_name AS name, x.title,
        x.provider AS source, x.minutes, x.category, x.ended_on, {_ROW}
    FROM external_training x JOIN person p ON p.id = x.person
        {_NEWEST.replace("{kind}", "external").replace("{subject}", "x.id")}
    WHERE x.state = 'approved' AND x.site = {{}} AND x.ended_on >= {{}} AND x.ended_on <= {{}}
    ORDER BY x.ended_on, x.id
"""
_AT_ROLL_CALL = f"""
    SELECT t.id AS subject_id, t.person AS person_id, p.code AS person_code, p.full_name AS name, r.title,
        v.title AS source, r.minutes, v.course AS course_id, r.pack_key, r.opened_at, {_ROW}
    FROM roll_call_part t JOIN roll_call r ON r.id = t.roll_call JOIN person p ON p.id = t.person
        JOIN course_version v ON v.id = r.version
        {_NEWEST.replace("{kind}", "roll_call").replace("{subject}", "t.id")}
    WHERE t.presence = 'present' AND r.state = 'attested'
        AND r.site = {{}} AND r.opened_at >= {{}} AND r.opened_at < {{}}
    ORDER BY r.opened_at, t.id
"""


async def beside(site: SiteRow, profile: Profile, span: Span) -> tuple[Beside, ...]:
    """All of a site that falls into a span, training elsewhere first, each oldest first: two statements."""
    there = await CreditTraining.raw(_ELSEWHERE, site.id, span.first, span.last)
    first, last = moments(span, site.time_zone)
    held = await CreditTraining.raw(_AT_ROLL_CALL, site.id, first, last)
    return (
        *(_beside("external", one, profile, on=_day(one["ended_on"])) for one in there),
        *(_beside("roll_call", one, profile, on=local_day(one["opened_at"], site.time_zone)) for one in held),
    )


def in_span(found: Sequence[Beside], span: Span) -> tuple[Beside, ...]:
    """Those of a span; of the same pack by the same person the first alone."""
    kept = {id(one) for one in once([one.outside for one in found], span)}
    return tuple(one for one in found if id(one.outside) in kept)


def moments(span: Span, zone: str) -> tuple[datetime, datetime]:
    """Midnight at the site before the first day and after the last."""
    days: tuple[date, date] = (span.first, span.last + timedelta(days=1))
    first, last = (datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) for day in days)
    return first, last


def row_of(one: dict[str, Any]) -> Row | None:
    """The newest report in the columns that begin with "row_"; None: there is none."""
    if one["row_code"] is None:
        return None
    return Row(**{name: one[f"row_{name}"] for name in Row.__struct_fields__})


def _beside(kind: OutsideKind, one: dict[str, Any], profile: Profile, *, on: date) -> Beside:
    rule = profile.outside if kind == "external" else profile.roll_calls
    outside = Outside(
        person_id=one["person_id"],
        minutes=credited_minutes(one["minutes"], profile.credit),
        on=on,
        category=one.get("category") or "",
        kind=kind,
        taken_minutes=one["minutes"],
        same=f"{one['course_id']}/{one['pack_key']}" if kind == "roll_call" else "",
    )
    words = {name: one[name] for name in ("subject_id", "person_code", "name", "title", "source")}
    return Beside(**words, outside=outside, counts=rule is not None and rule.counts, row=row_of(one))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
