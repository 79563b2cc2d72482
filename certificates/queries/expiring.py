"""Whose certificates end soon and have not been renewed, by person: for a site, or for all of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from academy.sites.access import SiteRow
from certificates.document import CertificateFacts
from certificates.queries.public import SEALED
from certificates.tables import Certificate

SPANS = (30, 60, 90)
CSV_HEAD = ("Person", "Rank", "Agency", "Unit", "Site", "Course", "Version", "Number", "Valid through", "Days left")
LINE_HEAD = ("name", "rank", "agency", "unit", "course", "version", "number", "valid_through", "days_left")


class ExpiringRow(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that counts today and ends within the span. `site` is where its holder works now, if anywhere."""

    person: str
    rank: str
    agency: str
    unit: str
    site: str
    course: str
    version: str
    number: str
    ends_on: date
    days: int


class Expiring(msgspec.Struct, frozen=True, kw_only=True):
    """The report: soonest first, all of one person together. `slug` and `place` are empty for all sites."""

    slug: str
    place: str
    within: int
    counted_on: date
    people: int
    rows: tuple[ExpiringRow, ...]
    spans: tuple[int, ...] = SPANS


_EXPIRING = """
    SELECT p.id AS person_id, p.full_name AS person, COALESCE(p.rank, '') AS rank, COALESCE(a.name, '') AS agency,
        COALESCE(u.name, '') AS unit, COALESCE(s.name, '') AS site_name, COALESCE(s.state_code, '') AS state_code,
        t.facts, t.serial, t.expires_on
    FROM certificate t JOIN person p ON p.id = t.person JOIN completion c ON c.id = t.completion
        LEFT JOIN membership m ON m.id = (SELECT MIN(h.id) FROM membership h
            WHERE h.person = t.person AND h.ends_on IS NULL AND {here})
        LEFT JOIN agency a ON a.id = m.agency LEFT JOIN unit u ON u.id = m.unit LEFT JOIN site s ON s.id = m.site
    WHERE t.state = 'issued' AND t.expires_on BETWEEN {{}} AND {{}} AND p.deactivated_at IS NULL AND {whose}
        AND NOT EXISTS (SELECT 1 FROM certificate n JOIN completion k ON k.id = n.completion
            WHERE n.person = t.person AND k.course = c.course AND n.state = 'issued'
                AND (n.expires_on IS NULL OR n.expires_on > t.expires_on))
    ORDER BY t.expires_on, p.full_name, t.id
"""
_AT_SITE = _EXPIRING.format(here="h.site = {}", whose="m.id IS NOT NULL")
_EVERYWHERE = _EXPIRING.format(here="1 = 1", whose=f"NOT {SEALED}")


async def expiring_at(site: SiteRow, within: int, now: datetime, *, among: frozenset[int] | None = None) -> Expiring:
    """Of everybody who works at the site now (`among`: ids, None = all), wherever a certificate was earned."""
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    found = await Certificate.raw(_AT_SITE, site.id, today, today + timedelta(days=_span(within)))
    seen = [row for row in found if among is None or row["person_id"] in among]
    return _report(seen, today, _span(within), site=site)


async def ending_lines(site: SiteRow, among: frozenset[int] | None, now: datetime) -> list[tuple[object, ...]]:
    """The longest span of a site as lines of a report that comes by mail, below `LINE_HEAD`."""
    report = await expiring_at(site, SPANS[-1], now, among=among)
    return [
        (*(row.person, row.rank, row.agency, row.unit, row.course, row.version, row.number, row.ends_on, row.days),)
        for row in report.rows
    ]


async def expiring_everywhere(zone: str, within: int, now: datetime) -> Expiring:
    """Of everybody with an open account but sealed officers, whose names the office sees only on request."""
    today = now.astimezone(ZoneInfo(zone)).date()
    found = await Certificate.raw(_EVERYWHERE, today, today + timedelta(days=_span(within)))
    return _report(found, today, _span(within))


def csv_rows(report: Expiring) -> Iterable[Sequence[object]]:
    for row in report.rows:
        holder = (row.person, row.rank, row.agency, row.unit, row.site)
        yield *holder, row.course, row.version, row.number, row.ends_on.isoformat(), row.days


def _span(within: int) -> int:
    """One of the spans offered; what somebody wrote into the address is made the next longer one."""
    return next((span for span in SPANS if within <= span), SPANS[-1])


def _report(found: Sequence[dict[str, object]], today: date, within: int, *, site: SiteRow | None = None) -> Expiring:
    stored = [msgspec.convert(row, _Stored) for row in found]
    soonest: dict[int, int] = {}
    for place, row in enumerate(stored):
        soonest.setdefault(row.person_id, place)
    return Expiring(
        slug=site.slug if site else "",
        place=site.label if site else "",
        within=within,
        counted_on=today,
        people=len(soonest),
        rows=tuple(_row(row, today) for row in sorted(stored, key=lambda row: soonest[row.person_id])),
    )


def _row(stored: "_Stored", today: date) -> ExpiringRow:
    facts = msgspec.json.decode(stored.facts, type=CertificateFacts)
    return ExpiringRow(
        person=stored.person,
        rank=stored.rank,
        agency=stored.agency,
        unit=stored.unit,
        site=f"{stored.site_name}, {stored.state_code}" if stored.site_name else "",
        course=facts.course_title,
        version=facts.version,
        number=stored.serial,
        ends_on=stored.expires_on,
        days=(stored.expires_on - today).days,
    )


class _Stored(msgspec.Struct, frozen=True):
    """The row behind the report."""

    person_id: int
    person: str
    rank: str
    agency: str
    unit: str
    site_name: str
    state_code: str
    facts: str
    serial: str
    expires_on: date
