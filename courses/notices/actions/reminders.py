"""Reminding people by hand, and stopping that within a minute."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Conflict, NotFound
from academy.messages.actions import take_back
from academy.sites.access import SiteRow
from academy.web.filters import plural
from courses.notices.composing import Facts, letter, people_listed
from courses.notices.dispatch import Post, Said, say_once, tie
from courses.notices.queries.owed import Open
from courses.notices.queries.reminding import BY_HAND, Asked, Round, facts_of, keys, round_of, sent
from courses.notices.rules.reminding import TIME_TO_STOP


class Audited(StrEnum):
    """What this area writes into the audit log about reminders."""

    REMINDED = "notices:reminder:send"
    STOPPED = "notices:reminder:stop"


class TooLateToStop(Conflict):
    """The minute is over, or somebody stopped them already."""

    code = "too_late_to_stop"
    sentence = "These reminders have left already, or were stopped before. The list of messages shows each of them."


class NobodyToRemind(Conflict):
    """Everybody was held, or cannot be reached."""

    code = "nobody_to_remind"
    sentence = "None of these people can be reminded now. The table says why for each."


async def remind(actor: Actor, site: SiteRow, asked: Asked, *, code: str, copies: bool) -> int:
    """Write to everybody who can be reminded, one letter each, and to their supervisors if `copies`; gives how many.

    `code` names the round: sending the same twice writes once. Letters wait a minute, and for the end of quiet hours.
    Raises NotFound, NobodyToRemind.
    """
    if not actor.may(Permission.ASSIGN, site.id):
        raise NotFound()
    async with writing():
        before = await sent(site, code)
        if before:
            return before.people
        found = await round_of(site, asked, clock.now())
        if not found.of("send"):
            raise NobodyToRemind()
        await _send(found, code, copies=copies)
        if copies:
            await _copy(found, code)
        people = len(found.of("send"))
        told = len(found.supervisors) if copies else 0
        await record(actor, Audited.REMINDED, Subject("site", site.id, site.id), people=people, supervisors=told)
    return people


async def stop(actor: Actor, site: SiteRow, *, code: str) -> int:
    """Keep what has not left yet from leaving; gives how many letters. Raises NotFound, TooLateToStop."""
    if not actor.may(Permission.ASSIGN, site.id):
        raise NotFound()
    async with writing():
        stopped = await take_back(actor, site_id=site.id, keys=keys(code))
        if not stopped:
            raise TooLateToStop()
        await record(actor, Audited.STOPPED, Subject("site", site.id, site.id), letters=stopped)
    return stopped


async def _send(found: Round, code: str, *, copies: bool) -> None:
    post = _post(found, keys(code)[0])
    for line in found.of("send"):
        said = [(one.enrollment, f"{BY_HAND}{code}", found.today) for one in line.courses]
        new = await say_once([Said(*one) for one in said])
        if new:
            copied = ", ".join(one.name for one in line.supervisors) if copies else ""
            made = letter(found.desk, "reminder", line.person, facts_of(found, line.courses))
            await tie(await post.send(msgspec.structs.replace(made, copied_to=copied[:300]), line.person), said)


async def _copy(found: Round, code: str) -> None:
    """Each supervisor gets one letter with their own people."""
    post = _post(found, keys(code)[1])
    await post.look_up(found.supervisors)
    for reader in found.supervisors:
        courses = [one for line in found.of("send") if reader in line.supervisors for one in line.courses]
        await post.send(letter(found.desk, "copy", reader, _facts(found, courses)), reader)


def _facts(found: Round, courses: Sequence[Open]) -> Facts:
    people = len({one.person.id for one in courses})
    return Facts(
        holds=people_listed(courses, found.desk.site.time_zone, found.today),
        count=plural(people, "person", "people"),
        path="/",
    )


def _post(found: Round, key: str) -> Post:
    return Post(found.desk, key=key, wait_until=clock.now() + TIME_TO_STOP)
