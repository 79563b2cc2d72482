"""The digest of a site, or of all: open findings newest first, then what was dismissed, in two statements."""

from datetime import datetime
from typing import Any

import msgspec

from academy.sites.access import SiteRow
from courses.honesty.rules import Kind, Numbers
from courses.honesty.tables import Finding
from courses.honesty.wording import KIND_WORDS, sentence

MOST = 500
"""Findings on one page; more of them mean a bound is wrong, not that people are."""


class FindingLine(msgspec.Struct, frozen=True, kw_only=True):
    """One finding in words. The moments are None where it is still open; `attempt`: code, "" where it is of none."""

    id: int
    kind: Kind
    title: str
    words: str
    person: str
    person_code: str
    site: str
    site_slug: str
    course: str
    found_at: datetime
    dismissed_at: datetime | None
    dismissed_by: str
    dismissed_reason: str
    attempt: str


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """All findings of a place. `slug` and `place`: of the site, "" for all; `looked_at`: None before the first look.

    `dismissing`: the finding whose dismissal was refused, with what was typed and why.
    """

    slug: str
    place: str
    zone: str
    looked_at: datetime | None
    findings: tuple[FindingLine, ...]
    kinds: tuple[str, ...] = tuple(KIND_WORDS.values())
    dismissing: int = 0
    typed: str = ""
    error: str = ""

    @property
    def open(self) -> tuple[FindingLine, ...]:
        return tuple(one for one in self.findings if one.dismissed_at is None)

    @property
    def dismissed(self) -> tuple[FindingLine, ...]:
        return tuple(one for one in self.findings if one.dismissed_at is not None)

    @property
    def path(self) -> str:
        return f"/sites/{self.slug}/findings" if self.slug else "/admin/findings"


_FINDINGS = """
    SELECT f.id, f.kind, f.numbers, f.found_at, f.dismissed_at, f.dismissed_reason,
        coalesce(d.full_name, '') AS dismissed_by, p.full_name AS person, p.code AS person_code,
        s.name || ', ' || s.state_code AS site, s.slug AS site_slug, v.title AS course, coalesce(t.code, '') AS attempt
    FROM finding f JOIN person p ON p.id = f.person JOIN site s ON s.id = f.site
        JOIN enrollment e ON e.id = f.enrollment JOIN course_version v ON v.id = e.version
        LEFT JOIN attempt t ON t.id = f.attempt LEFT JOIN person d ON d.id = f.dismissed_by
    WHERE {} = 0 OR f.site = {}
    ORDER BY CASE WHEN f.dismissed_at IS NULL THEN 0 ELSE 1 END, f.id DESC LIMIT {}
"""


async def digest(site: SiteRow | None) -> Digest:
    """The findings of a site, or of all sites, and when they were last looked for."""
    site_id = site.id if site else 0
    rows = await Finding.raw(_FINDINGS, site_id, site_id, MOST)
    [run] = await Finding.raw("SELECT max(created_at) AS at FROM digest_run")
    return Digest(
        slug=site.slug if site else "",
        place=site.label if site else "",
        zone=site.time_zone if site else "",
        looked_at=_moment(run["at"]),
        findings=tuple(_line(row) for row in rows),
    )


def _line(row: dict[str, Any]) -> FindingLine:
    kind: Kind = row.pop("kind")
    numbers = msgspec.json.decode(row.pop("numbers"), type=Numbers)
    moments = {name: _moment(row[name]) for name in ("found_at", "dismissed_at")}
    return FindingLine(**(row | moments), kind=kind, title=KIND_WORDS[kind], words=sentence(kind, numbers))


def _moment(value: datetime | str | None) -> datetime | None:
    """Raw SQLite rows may carry times as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
