"""Packs that can be led, and the units they can be led for."""

from typing import Any

import msgspec

from academy.actor import Actor, Permission
from academy.sites.tables import Unit
from courses.authoring.tables import CourseVersion
from courses.content.model import RollCall


class PackChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A pack of a published version. `value` names it in a form."""

    version_id: int
    course: str
    slug: str
    number: int
    key: str
    title: str
    minutes: int

    @property
    def value(self) -> str:
        return f"{self.slug}/{self.key}"


class UnitChoice(msgspec.Struct, frozen=True):
    """An open unit with how many people it has."""

    id: int
    code: str
    name: str
    agency: str
    people: int


_UNITS = """
    SELECT u.id, u.code, u.name, a.name AS agency,
        (SELECT count(*) FROM unit_member i JOIN membership m ON m.id = i.membership AND m.ends_on IS NULL
         WHERE i.unit = u.id AND i.ends_on IS NULL) AS people
    FROM unit u JOIN agency a ON a.id = u.agency
    WHERE a.site = {} AND u.closed_on IS NULL AND ({} = 1 OR EXISTS (SELECT 1 FROM unit_supervisor w
        WHERE w.unit = u.id AND w.person = {} AND w.ends_on IS NULL))
    ORDER BY lower(a.name), lower(u.name)
"""


async def packs() -> tuple[PackChoice, ...]:
    """Every pack of every published version, by course. One statement."""
    rows: list[dict[str, Any]] = (
        await CourseVersion.select(
            CourseVersion.id,
            CourseVersion.number,
            CourseVersion.title,
            CourseVersion.roll_calls,
            CourseVersion.course.slug.as_alias("slug"),
        )
        .where(CourseVersion.state == "published")
        .order_by(CourseVersion.title)
    )
    return tuple(
        PackChoice(
            version_id=row["id"],
            course=row["title"],
            slug=row["slug"],
            number=row["number"],
            key=pack.key,
            title=pack.title,
            minutes=pack.minutes,
        )
        for row in rows
        for pack in msgspec.json.decode(row["roll_calls"], type=tuple[RollCall, ...])
    )


async def units_for(actor: Actor, site_id: int) -> tuple[UnitChoice, ...]:
    """The open units of a site that the actor may lead: those supervised, or all for who runs the site."""
    runs = int(actor.may(Permission.ASSIGN, site_id))
    return msgspec.convert(await Unit.raw(_UNITS, site_id, runs, actor.id), tuple[UnitChoice, ...], strict=False)
