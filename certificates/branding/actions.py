"""The program office sets what certificates carry beside the academy's own: marks of sites and lines of courses."""

from datetime import date
from enum import StrEnum

import msgspec
from anyio import to_thread

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Invalid, NotFound
from academy.sites.access import site_for
from certificates import press
from certificates.branding import marks, stored
from certificates.branding.rules import StateLine
from certificates.document import missing_glyphs
from certificates.document.emblem import ArtRefused
from certificates.document.picture import PictureRefused
from certificates.tables import CourseLine, SiteBranding
from courses.authoring.tables import Course


class Audited(StrEnum):
    """What this area writes into the audit log."""

    BRANDED = "certificates:brand:set"
    LINE_MADE = "certificates:line:make"
    LINE_ENDED = "certificates:line:end"


async def set_brand(actor: Actor, *, slug: str, name: str, mark: bytes | None, keep_mark: bool) -> None:
    """What stands beside the academy's name on this site's certificates from now on; an empty name takes it away.

    keep_mark: the mark that is there stays when no other is sent. Raises NotFound, and Invalid with a sentence for the
    fields `name` and `mark`.
    """
    await _require_printable("name", name)
    cleaned = await to_thread.run_sync(_cleaned, mark) if mark else None
    async with writing():
        site = await site_for(actor, slug, Permission.ADMINISTER)
        if cleaned is None and keep_mark and name:
            cleaned = await stored.mark_of(site.id)
        row = SiteBranding(site=site.id, name=name, mark=cleaned if name else None, set_by=actor.id)
        made = await SiteBranding.insert(row).returning(SiteBranding.id)
        subject = Subject("site_branding", made[0]["id"], site.id)
        await record(actor, Audited.BRANDED, subject, name=name, mark=bool(name and cleaned))


async def add_line(actor: Actor, line: StateLine) -> None:
    """A line for the certificates of a course. Raises NotFound without the permission, Invalid with the fields."""
    _require_office(actor)
    await _require_printable("text", line.text)
    if line.until < line.since:
        raise Invalid(fields={"until": "This day lies before the first one."})
    if not await Course.exists().where(Course.code == line.course):
        raise Invalid(fields={"course": "No course has this code. It stands on the course's page."})
    async with writing():
        said = msgspec.structs.asdict(line)
        del said["site"]
        dates = {"since": _day(line.since), "until": _day(line.until)}
        made = await CourseLine.insert(CourseLine(**said | dates, made_by=actor.id)).returning(CourseLine.id)
        subject = Subject("course_line", made[0]["id"])
        await record(actor, Audited.LINE_MADE, subject, text=line.text, course=line.course, version=line.version)


async def end_line(actor: Actor, *, line_id: int) -> None:
    """Certificates drawn up from now on do not carry it. Raises NotFound, also for one that ended before."""
    _require_office(actor)
    async with writing():
        open_ = (CourseLine.id == line_id) & CourseLine.ended_at.is_null()
        ended = CourseLine.update({CourseLine.ended_at: clock.now(), CourseLine.ended_by: actor.id})
        if not await ended.where(open_).returning(CourseLine.id):
            raise NotFound()
        await record(actor, Audited.LINE_ENDED, Subject("course_line", line_id))


def _require_office(actor: Actor) -> None:
    if actor.scopes is not None or not actor.may(Permission.ADMINISTER):
        raise NotFound()


def _day(one: date) -> date | None:
    return None if one in (date.min, date.max) else one


def _cleaned(mark: bytes) -> bytes:
    try:
        return marks.cleaned(mark)
    except (ArtRefused, PictureRefused) as refusal:
        raise Invalid(fields={"mark": refusal.sentence}) from refusal


async def _require_printable(field: str, text: str) -> None:
    missing = await to_thread.run_sync(lambda: missing_glyphs(text, press.fonts()))
    if missing:
        raise Invalid(fields={field: f"The certificate cannot print: {' '.join(sorted(missing))}"})
