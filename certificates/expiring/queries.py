"""Certificates of a site's people that end soon and have not been renewed, with the notices that were given."""

from datetime import date, timedelta
from typing import Any

import msgspec

from certificates.document import CertificateFacts
from certificates.expiring.tables import ExpiryNotice
from certificates.tables import Certificate
from courses.notices.queries.owed import Reader


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that ends, its holder, and the notices given, by their days."""

    certificate: int
    title: str
    ends_on: date
    person: Reader
    given: frozenset[int]


_ENDING = """
SELECT t.id AS certificate, t.facts AS facts, t.expires_on AS ends_on, p.id AS person_id, p.code AS code,
       p.full_name AS full_name, coalesce(p.rank, '') AS rank, p.email AS email
FROM certificate t JOIN person p ON p.id = t.person AND p.deactivated_at IS NULL
JOIN completion c ON c.id = t.completion
WHERE t.state = 'issued' AND t.expires_on BETWEEN {} AND {}
  AND EXISTS (SELECT 1 FROM membership m WHERE m.person = p.id AND m.site = {} AND m.ends_on IS NULL)
  AND NOT EXISTS (SELECT 1 FROM certificate n JOIN completion k ON k.id = n.completion
      WHERE n.person = t.person AND k.course = c.course AND n.state = 'issued'
        AND (n.expires_on IS NULL OR n.expires_on > t.expires_on))
ORDER BY t.expires_on, t.id
"""
_WAITING = """
SELECT r.site AS site FROM notice_run r
WHERE r.kind = 'day' AND r.created_at > {} AND NOT EXISTS
      (SELECT 1 FROM notice_run e WHERE e.site = r.site AND e.kind = 'expiring' AND e.slot = r.slot)
"""


async def ending_at(site_id: int, today: date, within: int) -> tuple[Ending, ...]:
    """Of everybody who works at the site. Two statements."""
    rows = await Certificate.raw(_ENDING, today, today + timedelta(days=within), site_id)
    ids = [row["certificate"] for row in rows]
    given = await ExpiryNotice.select(ExpiryNotice.certificate, ExpiryNotice.days).where(
        ExpiryNotice.certificate.is_in(ids or [0])
    )
    return tuple(
        _ending(row, {one["days"] for one in given if one["certificate"] == row["certificate"]}) for row in rows
    )


async def sites_to_look_at(since: Any) -> list[int]:
    """Sites whose daily letters ran and whose certificates were not looked at yet."""
    return sorted({row["site"] for row in await Certificate.raw(_WAITING, since)})


def _ending(row: dict[str, Any], given: set[int]) -> Ending:
    names = ("code", "full_name", "rank", "email")
    return Ending(
        certificate=row["certificate"],
        title=msgspec.json.decode(row["facts"], type=CertificateFacts).course_title,
        ends_on=msgspec.convert(row["ends_on"], date, strict=False),
        person=Reader(id=row["person_id"], **{name: row[name] for name in names}),
        given=frozenset(given),
    )
