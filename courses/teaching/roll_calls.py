"""A pack for roll call: what is said, the scenario, three questions with their answers, and the sheet to sign."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from academy import clock
from academy.actor import Actor, Permission
from academy.db.work import reading
from academy.errors import NotFound
from academy.sites.tables import Membership
from academy.web.filters import local
from courses.authoring.rows import load
from courses.content.model import CourseContent, Lesson, Objective, Question, RollCall, Scenario
from courses.content.sections import Section, section, take_away, without_references
from courses.teaching.access import taught_version
from courses.teaching.forms import USUAL_LINES
from courses.teaching.rules import Timing, timing


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The head of the attendance sheet as its fields hold it."""

    held_on: str
    sergeant: str
    site: str
    lines: str


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a sergeant needs for ten minutes. `law_reviewed_on`: only where the lesson teaches law.

    tells_answers: to who leads squads or plans training; everybody else may read along and answer alone.
    """

    path: str
    course_path: str
    course: str
    course_code: str
    version: int
    published_at: datetime | None
    title: str
    minutes: int
    timing: Timing
    lesson: str
    objectives: tuple[Objective, ...]
    takes_law: bool
    law_reviewed_on: date | None
    local_notice: str
    say: tuple[Section, ...]
    scenario: Scenario | None
    questions: tuple[Question, ...]
    take_away: str
    sheet: Sheet = Sheet(held_on="", sergeant="", site="", lines=str(USUAL_LINES))
    tells_answers: bool = True
    errors: dict[str, str] = {}


async def pack_for(actor: Actor, slug: str, number: int, key: str) -> Pack:
    """A pack as this actor may see it, with the head of its sheet filled in. Raises NotFound."""
    async with reading():
        pack = await pack_of(slug, number, key)
        site = await _site_of(actor)
    today = local(clock.now(), actor.zone).date()
    sheet = Sheet(held_on=today.isoformat(), sergeant=actor.name, site=site, lines=str(USUAL_LINES))
    shown = pack if _leads(actor) else without_answers(pack)
    return replace(shown, sheet=sheet)


async def pack_of(slug: str, number: int, key: str) -> Pack:
    """A pack of a version that learners get or got, with its answers. Raises NotFound."""
    version = await taught_version(slug, number)
    content = await load(version.id)
    pack = next((one for one in content.roll_calls if one.key == key), None)
    if pack is None:
        raise NotFound()
    path = f"/courses/{slug}/versions/{number}"
    return _pack(content, pack, path=path, version=number, published_at=version.published_at)


def without_answers(pack: Pack) -> Pack:
    """The same pack with nothing in it that tells which answer is right, in any form it may be sent in."""
    questions = tuple(
        replace(one, explanation="", choices=tuple(replace(choice, correct=False) for choice in one.choices))
        for one in pack.questions
    )
    scenario = pack.scenario and replace(
        pack.scenario,
        debrief="",
        choices=tuple(replace(choice, feedback="", best=False) for choice in pack.scenario.choices),
    )
    return replace(pack, questions=questions, scenario=scenario, tells_answers=False)


def _leads(actor: Actor) -> bool:
    return actor.may(Permission.SEE_PLANS) or actor.may(Permission.SEE_UNIT)


def zone_words(on: date | None, zone: str) -> str:
    """How the clocks of a zone are called on a day, and where that is: "EST (New York)"; without a day only where."""
    place = zone.rpartition("/")[2].replace("_", " ")
    if on is None:
        return place
    return f"{datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(zone)):%Z} ({place})"


def _pack(content: CourseContent, pack: RollCall, *, path: str, version: int, published_at: datetime | None) -> Pack:
    lesson = next(one for one in content.lessons if one.key == pack.lesson)
    bank = {question.key: question for question in content.questions}
    return Pack(
        path=f"{path}/roll-call/{pack.key}",
        course_path=f"/courses/{content.slug}",
        course=content.title,
        course_code=content.code,
        version=version,
        published_at=published_at,
        title=pack.title,
        minutes=pack.minutes,
        timing=timing(pack.minutes),
        lesson=f"{lesson.number} {lesson.title}".strip(),
        objectives=lesson.objectives,
        takes_law=lesson.takes_law,
        law_reviewed_on=content.law_reviewed_on if lesson.takes_law else None,
        local_notice=content.local_notice,
        say=_said(lesson, pack),
        scenario=lesson.scenario,
        questions=tuple(bank[key] for key in pack.questions),
        take_away=take_away(lesson.body),
    )


def _said(lesson: Lesson, pack: RollCall) -> tuple[Section, ...]:
    found = (section(lesson.body, heading) for heading in pack.sections)
    return tuple(Section(part.heading, without_references(part.body)) for part in found if part)


async def _site_of(actor: Actor) -> str:
    """The site of the actor's open membership, as people write it; "" for whoever has none."""
    site = Membership.site
    row = (
        await Membership.select(site.name.as_alias("name"), site.state_code.as_alias("state"))
        .where(Membership.person == actor.id, Membership.ends_on.is_null())
        .order_by(Membership.id, ascending=False)
        .first()
    )
    return f"{row['name']}, {row['state']}" if row else ""
