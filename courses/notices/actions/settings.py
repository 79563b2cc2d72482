"""A site's own plan and words, and trying them on oneself."""

from enum import StrEnum

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Invalid, NotFound
from academy.messages import About, post
from academy.sites.access import SiteRow
from courses.notices.queries.desk import Words, desk_of
from courses.notices.queries.samples import sample
from courses.notices.rules.plan import Plan
from courses.notices.rules.wording import KINDS, faults
from courses.notices.tables import NoticePlan, NoticeWording


class Audited(StrEnum):
    """What this area writes into the audit log about plan and words."""

    PLANNED = "notices:plan:change"
    WORDED = "notices:wording:change"
    RESET = "notices:wording:reset"
    TESTED = "notices:wording:test"


async def change_plan(actor: Actor, site: SiteRow, plan: Plan) -> None:
    """Say which letters a site sends, and when it is quiet. Raises NotFound."""
    _require(actor, site)
    values = {name: getattr(plan, name) for name in Plan.__struct_fields__}
    values |= {name: ", ".join(map(str, values[name])) for name in ("before", "expiring")}
    async with writing():
        await NoticePlan.delete().where(NoticePlan.site == site.id)
        await NoticePlan.insert(NoticePlan(site=site.id, **values))
        await record(actor, Audited.PLANNED, Subject("site", site.id, site.id), **values)


async def change_words(actor: Actor, site: SiteRow, kind: str, words: Words) -> None:
    """Use the site's own words for a kind of letter. Raises NotFound, Invalid."""
    _require(actor, site)
    _require_kind(kind)
    if found := faults(kind, words.subject, words.body):
        raise Invalid(fields=found)
    async with writing():
        await NoticeWording.delete().where(NoticeWording.site == site.id, NoticeWording.kind == kind)
        await NoticeWording.insert(NoticeWording(site=site.id, kind=kind, subject=words.subject, body=words.body))
        await record(actor, Audited.WORDED, Subject("site", site.id, site.id), letter=kind, words=words.subject)


async def reset_words(actor: Actor, site: SiteRow, kind: str) -> None:
    """Go back to the standard words; the audit log keeps that there were others. Raises NotFound."""
    _require(actor, site)
    _require_kind(kind)
    async with writing():
        await NoticeWording.delete().where(NoticeWording.site == site.id, NoticeWording.kind == kind)
        await record(actor, Audited.RESET, Subject("site", site.id, site.id), letter=kind)


async def send_test(actor: Actor, site: SiteRow, kind: str, words: Words) -> None:
    """Send the letter, in these words and with invented facts, to oneself. Raises NotFound, Invalid."""
    _require(actor, site)
    _require_kind(kind)
    if found := faults(kind, words.subject, words.body):
        raise Invalid(fields=found)
    async with writing():
        letter = sample(await desk_of(site), kind, words, clock.now(), code=actor.code)
        await post(letter, to=actor.email, about=About(person_id=actor.id, site_id=site.id, kind="test"))
        await record(actor, Audited.TESTED, Subject("site", site.id, site.id), letter=kind)


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.ASSIGN, site.id):
        raise NotFound()


def _require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise NotFound()
