"""An export as its file: the rows as they were exported, in the state's columns."""

from typing import Any

import msgspec

from academy.errors import NotFound
from academy.sites.access import SiteRow
from courses.credit.profile import profiles
from courses.credit.rules.periods import local_day
from courses.credit.rules.reporting import Reported, cells
from courses.credit.tables import CreditExport, CreditRow, CreditTraining

PROVIDER = "PSP Academy"


class ExportFile(msgspec.Struct, frozen=True):
    """A file's name, head line and rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


_TRAINING = """
    SELECT p.post_number, p.full_name, coalesce((SELECT a.name FROM membership m JOIN agency a ON a.id = m.agency
            WHERE m.person = p.id AND m.site = f.site ORDER BY m.ends_on IS NOT NULL, m.id DESC LIMIT 1), '') AS agency,
        coalesce(x.title, r.title) AS title, coalesce(v.title, '') AS course, coalesce(x.provider, '') AS provider,
        x.began_on, x.ended_on, r.opened_at, n.minutes, n.category
    FROM credit_training n JOIN credit_export f ON f.id = n.export
        LEFT JOIN external_training x ON n.kind = 'external' AND x.id = n.subject_id
        LEFT JOIN roll_call_part t ON n.kind = 'roll_call' AND t.id = n.subject_id
        LEFT JOIN roll_call r ON r.id = t.roll_call LEFT JOIN course_version v ON v.id = r.version
        JOIN person p ON p.id = coalesce(x.person, t.person)
    WHERE n.export = {} ORDER BY p.full_name, n.id
"""


async def export_file(site: SiteRow, code: str) -> ExportFile:
    """The file of an export of this site, the same each time. Raises NotFound."""
    made = await CreditExport.select().where(CreditExport.code == code, CreditExport.site == site.id).first()
    profile = profiles().get(made["state_code"]) if made else None
    if made is None or profile is None:
        raise NotFound()
    rows = [_reported(one, site.time_zone) for one in await _rows(made["id"])]
    rows += [_trained(one, site.time_zone) for one in await CreditTraining.raw(_TRAINING, made["id"])]
    fields = [column.field for column in profile.columns]
    return ExportFile(
        f"credit-{site.slug}-{made['period_from']}-{code[:6]}.csv",
        tuple(column.heading for column in profile.columns),
        tuple(cells(one, fields) for one in sorted(rows, key=lambda one: one.name)),
    )


async def _rows(export_id: int) -> list[dict[str, Any]]:
    done: Any = CreditRow.completion
    return (
        await CreditRow.select(
            done.person.post_number.as_alias("officer_id"),
            done.person.full_name.as_alias("name"),
            done.enrollment.agency.name.as_alias("agency"),
            done.version.title.as_alias("title"),
            done.version.tagline.as_alias("description"),
            done.enrollment.started_at.as_alias("started_at"),
            done.completed_at.as_alias("completed_at"),
            CreditRow.minutes,
            CreditRow.category,
            CreditRow.state_course_number.as_alias("course_number"),
        )
        .where(CreditRow.export == export_id)
        .order_by(done.person.full_name, CreditRow.id)
    )


def _reported(one: dict[str, Any], zone: str) -> Reported:
    began, ended = one.pop("started_at"), one.pop("completed_at")
    words = {name: one[name] or "" for name in ("officer_id", "name", "agency", "course_number", "title", "category")}
    return Reported(
        **words,
        description=one["description"] or one["title"],
        provider=PROVIDER,
        minutes=one["minutes"],
        started_on=local_day(began or ended, zone),
        ended_on=local_day(ended, zone),
    )


def _trained(one: dict[str, Any], zone: str) -> Reported:
    """Training elsewhere under its provider's name; a roll call under the academy's, whose pack it was."""
    held = local_day(one["opened_at"], zone) if one["opened_at"] else None
    return Reported(
        officer_id=one["post_number"] or "",
        name=one["full_name"],
        agency=one["agency"],
        course_number="",
        title=f"Roll call: {one['title']}" if held else one["title"],
        description=one["course"] or one["title"],
        provider=one["provider"] or PROVIDER,
        started_on=held or one["began_on"],
        ended_on=held or one["ended_on"],
        minutes=one["minutes"],
        category=one["category"],
    )
