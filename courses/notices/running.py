"""The daily run of a site's plan: one letter for each person to whom a step has come, and one for each supervisor."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from academy import clock
from academy.db.work import writing
from academy.messages import Letter
from academy.web.filters import plural
from courses.notices.composing import Facts, letter, listed, people_listed, with_calendar
from courses.notices.dispatch import NOBODY, Post, Said, say_once, tie
from courses.notices.queries.desk import Desk, desk_of, site_by_id
from courses.notices.queries.owed import Open, Reader, Situation, situation
from courses.notices.rules.plan import Step, alarm, escalation_now, most_urgent, step_now
from courses.notices.tables import NoticeRun

NO_SUPERVISOR = "Nobody supervises a unit of {}. Name a supervisor under People, Structure."
ENDED = "They ended reminders before a due date. Letters about overdue courses still go to them."


class Due(msgspec.Struct, frozen=True):
    """A course and the step that has come for it."""

    open: Open
    step: Step

    @property
    def key(self) -> tuple[int, str]:
        return self.open.enrollment, self.step.name


async def run_day(site_id: int, slot: str, *, only_new: bool = False) -> None:
    """Send what is due at a site; once for each slot, and nothing twice whatever the slot. `only_new`: courses that
    were assigned, and nothing else.
    """
    site = await site_by_id(site_id)
    async with writing():
        if not await claim(site_id, "new" if only_new else "day", slot):
            return
        desk = await desk_of(site)
        now = await situation(site, clock.now())
        post = Post(desk)
        due = [one for one in _due(desk, now) if not only_new or one.step.kind == "assigned"]
        await post.look_up([*(one.open.person for one in due), *_all(now.supervisors.values())])
        await _write(desk, now, due, post)
        if not only_new:
            await _escalate(desk, now, post)
        await finish(site_id, "new" if only_new else "day", slot, looked_at=len(now.open), post=post)


async def claim(site_id: int, kind: str, slot: str) -> bool:
    """Whether this run is ours to make; whoever comes second is told no."""
    row = NoticeRun(site=site_id, kind=kind, slot=slot)
    return bool(await NoticeRun.insert(row).on_conflict(action="DO NOTHING").returning(NoticeRun.id))


async def finish(site_id: int, kind: str, slot: str, *, looked_at: int, post: Post) -> None:
    """Keep what came of a run, and whether that is a reason to look."""
    count = post.count
    mine = (NoticeRun.site == site_id, NoticeRun.kind == kind, NoticeRun.slot == slot)
    await NoticeRun.update(
        {
            NoticeRun.looked_at: looked_at,
            NoticeRun.posted: count.posted,
            NoticeRun.suppressed: count.suppressed,
            NoticeRun.alarm: alarm(count.due, count.posted),
        }
    ).where(*mine)


def _due(desk: Desk, now: Situation) -> Iterable[Due]:
    zone = desk.site.time_zone
    for one in now.open:
        owed = one.owed(zone, now.back_on.get(one.person.id))
        step = step_now(owed, desk.plan, now.given.get(one.enrollment, frozenset()), now.today)
        if step:
            yield Due(one, step)


async def _write(desk: Desk, now: Situation, due: Sequence[Due], post: Post) -> None:
    held = {one.key: why for one in due if (why := _why_not(one, now))}
    for one in due:
        if one.key in held:
            # The step is not marked as said: it comes again once the leave or exemption is over.
            key = f"held:{one.open.enrollment}:{one.step.name}:{one.step.about_on}"
            await post.keep(_letter(desk, now, [one]), one.open.person, reason=held[one.key], key=key)
    free = [one for one in due if one.key not in held]
    new = await say_once([Said(one.open.enrollment, one.step.name, one.step.about_on) for one in free])
    grouped: dict[int, list[Due]] = defaultdict(list)
    for one in free:
        if one.key in new:
            grouped[one.open.person.id].append(one)
    for mine in grouped.values():
        await _write_to(desk, now, mine, post)


def _why_not(one: Due, now: Situation) -> str:
    person = one.open.person.id
    return now.away.get(person) or now.exempt.get((person, one.open.course), "")


async def _write_to(desk: Desk, now: Situation, mine: Sequence[Due], post: Post) -> None:
    """One letter for all courses of one person; those they ended letters about are kept apart, unsent."""
    person = mine[0].open.person
    unwanted = [one for one in mine if one.step.kind == "before" and (person.id, "reminders") in now.ended]
    if unwanted:
        await tie(await post.keep(_letter(desk, now, unwanted), person, reason=ENDED), _keys(unwanted))
    wanted = [one for one in mine if one not in unwanted]
    if wanted:
        await tie(await post.send(_letter(desk, now, wanted), person), _keys(wanted))


def _letter(desk: Desk, now: Situation, mine: Sequence[Due]) -> Letter:
    zone, courses = desk.site.time_zone, [one.open for one in mine]
    kind = most_urgent(frozenset(one.step.kind for one in mine))
    facts = Facts(holds=listed(courses, zone, now.today), count=plural(len(courses), "course"))
    made = letter(desk, kind, mine[0].open.person, facts)
    return with_calendar(made, courses, zone, clock.now()) if kind == "assigned" else made


def _keys(mine: Sequence[Due]) -> list[tuple[int, str, date]]:
    return [(one.open.enrollment, one.step.name, one.step.about_on) for one in mine]


async def _escalate(desk: Desk, now: Situation, post: Post) -> None:
    """One letter for each supervisor, about all of their people whose courses are overdue for so long."""
    due = [one for one in _escalated(desk, now) if not _why_not(one, now)]
    new = await say_once([Said(one.open.enrollment, one.step.name, one.step.about_on) for one in due])
    by_reader: dict[int, tuple[Reader, list[Due]]] = {}
    for one in due:
        if one.key not in new:
            continue
        for reader in now.supervisors.get(one.open.person.id, (NOBODY,)):
            place = reader.id or -one.open.person.id
            by_reader.setdefault(place, (reader, []))[1].append(one)
    for reader, theirs in by_reader.values():
        await _tell(desk, now, reader, theirs, post=post)


async def _tell(desk: Desk, now: Situation, reader: Reader, theirs: Sequence[Due], *, post: Post) -> None:
    courses = [one.open for one in theirs]
    people = len({one.person.id for one in courses})
    facts = Facts(
        holds=people_listed(courses, desk.site.time_zone, now.today), count=plural(people, "person", "people"), path="/"
    )
    made = letter(desk, "escalation", reader if reader.id else courses[0].person, facts)
    if reader.id:
        await tie(await post.send(made, reader), _keys(theirs))
    else:
        officer = courses[0].person
        unaddressed = msgspec.structs.replace(officer, email="")
        reason = NO_SUPERVISOR.format(officer.name)
        key = f"unsupervised:{theirs[0].open.enrollment}:{theirs[0].step.about_on}"
        await tie(await post.keep(made, unaddressed, reason=reason, key=key), _keys(theirs))


def _escalated(desk: Desk, now: Situation) -> Iterable[Due]:
    for one in now.open:
        owed = one.owed(desk.site.time_zone, now.back_on.get(one.person.id))
        step = escalation_now(owed, desk.plan, now.given.get(one.enrollment, frozenset()), now.today)
        if step:
            yield Due(one, step)


def _all(groups: Iterable[tuple[Reader, ...]]) -> list[Reader]:
    return [one for group in groups for one in group]
