"""The overview of the network for one viewer, in one statement."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.sites.tables import Site
from courses.content.model import FOCUS_AREAS
from courses.network.overview import GOAL_PERCENT, Check, Filters, Line, SiteRecord, overview_of
from courses.network.rules.engagement import SIZES
from courses.network.rules.figures import TREND_WEEKS

_SITES = """
SELECT s.id AS id, s.slug AS slug, s.name AS name, s.state_code AS state_code, s.time_zone AS zone, s.sworn AS sworn,
       s.engaged_from AS engaged_from, s.engaged_until AS engaged_until, coalesce(k.figures, '{{}}') AS figures,
       c.created_at AS checked_at, c.sites AS checked_sites, c.differences AS differences
FROM site s LEFT JOIN site_summary k ON k.site = s.id
LEFT JOIN summary_check c ON c.id = (SELECT max(id) FROM summary_check)
ORDER BY s.name, s.id
"""


class NetworkView(msgspec.Struct, frozen=True, kw_only=True):
    """The page. `sites`: how many the viewer may see. `whole`: all sites of the network together, whatever is chosen;
    None for a liaison, who is no reader of the others. `falling`: the site that lost most in the shown weeks.
    """

    lines: tuple[Line, ...]
    whole: Line | None
    sites: int
    above: int
    falling: Line | None
    filters: Filters
    years: tuple[tuple[str, str], ...]
    seen_at: datetime
    zone: str
    check: Check | None
    weeks: bool = False
    areas: tuple[str, ...] = FOCUS_AREAS
    sizes: dict[str, str] = msgspec.field(default_factory=lambda: SIZES)
    goal: int = GOAL_PERCENT
    trend_weeks: int = TREND_WEEKS


async def network_view(actor: Actor, filters: Filters, *, weeks: bool = False) -> NetworkView:
    """What this actor may see of the network: everything, or the sites assigned to a liaison."""
    now = clock.now()
    rows = await Site.raw(_SITES)
    everything = overview_of(tuple(_record(row, now) for row in rows), now.astimezone(UTC).date())
    seen = [line for line in everything.lines if actor.may(Permission.SEE_NETWORK, line.site_id)]
    falling = [line for line in seen if line.change is not None and line.change < 0]
    return NetworkView(
        lines=tuple(line for line in seen if filters.wants(line)),
        whole=everything.whole if sees_everything(actor) else None,
        sites=len(seen),
        above=sum((line.percent or 0) >= GOAL_PERCENT for line in seen),
        falling=min(falling, key=lambda line: line.change or 0, default=None),
        filters=filters,
        years=_years(seen),
        seen_at=now,
        zone=actor.zone,
        check=_check(rows[0]) if rows and rows[0]["checked_at"] else None,
        weeks=weeks,
    )


def sees_everything(actor: Actor) -> bool:
    """Whether the permission comes from a role without a site: 0 is nobody's site."""
    return actor.may(Permission.SEE_NETWORK, 0)


def _years(lines: list[Line]) -> tuple[tuple[str, str], ...]:
    """The years that can be chosen, with their words."""
    words = {"alumni": "Alumni", "ahead": "Not begun", "unsaid": "Not said"}
    keys = sorted({line.year for line in lines})
    return tuple((key, words.get(key, f"Year {key}")) for key in keys)


def _record(row: dict[str, Any], now: datetime) -> SiteRecord:
    return SiteRecord(
        id=row["id"],
        slug=row["slug"],
        label=f"{row['name']}, {row['state_code']}",
        sworn=row["sworn"],
        engaged_from=_day(row["engaged_from"]),
        engaged_until=_day(row["engaged_until"]),
        figures=row["figures"],
        today=now.astimezone(ZoneInfo(row["zone"])).date(),
    )


def _check(row: dict[str, Any]) -> Check:
    at = row["checked_at"]
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return Check(at=moment, sites=row["checked_sites"], differences=row["differences"])


def _day(value: date | str | None) -> date | None:
    """Raw rows of SQLite carry days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
