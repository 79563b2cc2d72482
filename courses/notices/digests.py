"""The weekly digest: how training stands at a site, for its coordinators, and for supervisors about their people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from academy import clock
from academy.db.work import writing
from academy.web.filters import plural
from courses.learning.tables import Enrollment
from courses.notices.composing import Facts, due_words, letter
from courses.notices.dispatch import Post
from courses.notices.queries.desk import Desk, desk_of, site_by_id
from courses.notices.queries.owed import Open, Reader, Situation, situation
from courses.notices.running import claim, finish

WEEK = timedelta(days=7)
ENDED = "They ended the weekly digest."
_LONGEST = 10
_DONE = """
SELECT e.person AS person FROM enrollment e
WHERE e.site = {} AND e.state = 'completed' AND e.completed_at >= {}
"""


class Figures(msgspec.Struct, frozen=True):
    """A week in numbers, of a site or of somebody's people."""

    overdue: tuple[Open, ...]
    soon: tuple[Open, ...]
    done: int
    unsupervised: int = 0


async def run_digest(site_id: int, slot: str) -> None:
    """Send the digest of a week, once."""
    site = await site_by_id(site_id)
    async with writing():
        if not await claim(site_id, "digest", slot):
            return
        desk, at = await desk_of(site), clock.now()
        post = Post(desk)
        if desk.plan.digest:
            now = await situation(site, at)
            await _write(desk, now, await _done(site_id, at), post)
        await finish(site_id, "digest", slot, looked_at=len(desk.coordinators), post=post)


async def _done(site_id: int, at: datetime) -> list[int]:
    """Whose completions the last week brought."""
    rows: list[dict[str, Any]] = await Enrollment.raw(_DONE, site_id, at - WEEK)
    return [row["person"] for row in rows]


async def _write(desk: Desk, now: Situation, done: Sequence[int], post: Post) -> None:
    supervisors = {one.id: one for group in now.supervisors.values() for one in group}
    await post.look_up([*desk.coordinators, *supervisors.values()])
    everybody = {one.person.id for one in now.open} | set(done)
    for reader in desk.coordinators:
        figures = _figures(now, done, everybody)
        await _send(desk, now, reader, figures, post=post, path=f"/sites/{desk.site.slug}/completion")
    for reader in supervisors.values():
        theirs = {person for person, group in now.supervisors.items() if reader in group}
        figures = _figures(now, done, theirs)
        # A supervisor with nothing to do about anybody is left in peace.
        if reader not in desk.coordinators and (figures.overdue or figures.soon):
            await _send(desk, now, reader, figures, post=post, path="/")


def _figures(now: Situation, done: Sequence[int], people: set[int]) -> Figures:
    counted = [one for one in now.open if one.person.id in people and one.due_on and not _rests(one, now)]
    overdue = tuple(one for one in counted if one.due_on and one.due_on < now.today)
    soon = tuple(one for one in counted if one.due_on and now.today <= one.due_on <= now.today + WEEK)
    alone = {one.person.id for one in overdue if one.person.id not in now.supervisors}
    return Figures(overdue, soon, sum(person in people for person in done), len(alone))


def _rests(one: Open, now: Situation) -> bool:
    return one.person.id in now.away or (one.person.id, one.course) in now.exempt


async def _send(desk: Desk, now: Situation, reader: Reader, figures: Figures, *, post: Post, path: str) -> None:
    people = len({one.person.id for one in figures.overdue})
    facts = Facts(
        holds=_summary(figures, desk, now), count=plural(people, "person", "people") if people else "nobody", path=path
    )
    made = letter(desk, "digest", reader, facts)
    if (reader.id, "digest") in now.ended:
        await post.keep(made, reader, reason=ENDED)
    else:
        await post.send(made, reader)


def _summary(figures: Figures, desk: Desk, now: Situation) -> str:
    late = len({one.person.id for one in figures.overdue})
    lines = [
        f"  Overdue: {plural(late, 'person', 'people')}, {plural(len(figures.overdue), 'course')}",
        f"  Due in the next 7 days: {plural(len(figures.soon), 'course')}",
        f"  Completed in the last 7 days: {plural(figures.done, 'course')}",
    ]
    if figures.unsupervised:
        lines.append(f"  Overdue people whose units have no supervisor: {figures.unsupervised}")
    zone = desk.site.time_zone
    longest = [f"  {one.person.name}: {one.title}, {due_words(one.due_on, zone, now.today)}" for one in figures.overdue]
    more = [f"  and {len(longest) - _LONGEST} more"] if len(longest) > _LONGEST else []
    return "\n".join(lines) + ("\n\n" + "\n".join(longest[:_LONGEST] + more) if longest else "")
