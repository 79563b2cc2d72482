"""An export as its file: the rows as they were exported, in the state's columns."""

from typing import Any

import msgspec

from academy.errors import NotFound
from academy.sites.access import SiteRow
from courses.credit.profile import profiles
from courses.credit.rules.periods import local_day
from courses.credit.rules.reporting import Reported, cells
from courses.credit.tables import CreditExport, CreditRow

PROVIDER = "PSP Academy"


class ExportFile(msgspec.Struct, frozen=True):
    """A file's name, head line and rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


async def export_file(site: SiteRow, code: str) -> ExportFile:
    """The file of an export of this site, the same each time. Raises NotFound."""
    made = await CreditExport.select().where(CreditExport.code == code, CreditExport.site == site.id).first()
    profile = profiles().get(made["state_code"]) if made else None
    if made is None or profile is None:
        raise NotFound()
    rows = await _rows(made["id"])
    fields = [column.field for column in profile.columns]
    return ExportFile(
        f"credit-{site.slug}-{made['period_from']}-{code[:6]}.csv",
        tuple(column.heading for column in profile.columns),
        tuple(cells(_reported(one, site.time_zone), fields) for one in rows),
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
