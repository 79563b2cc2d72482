"""Training elsewhere as its officer sees it, and the queue of a site; a fixed number of statements each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.actor import Actor
from academy.sites.access import SiteRow
from courses.credit.profile import Outside, profiles
from courses.external.access import Evidence, Training, own_sites, sent_by_coordinators, trainings
from courses.external.rules import Claim, Known, remarks
from courses.learning.elsewhere.tables import ExternalTraining
from courses.learning.tables import Completion

DECIDED_SHOWN = 50


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's page: what was entered, and the form as it is filled. `editing`: what was returned, put right.

    kept: the file that is stored already. remarks: what it looks like; sent all the same once the officer says so.
    """

    entered: tuple[Training, ...]
    sites: tuple[SiteRow, ...]
    categories: tuple[str, ...]
    today: date
    values: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    kept: Evidence | None = None
    remarks: tuple[str, ...] = ()
    editing: Training | None = None
    sent: bool = False


class Line(msgspec.Struct, frozen=True):
    """Training in the queue, what to look at, and what its state calls kinds of training."""

    training: Training
    remarks: tuple[str, ...]
    is_own: bool
    categories: tuple[str, ...]


class QueueView(msgspec.Struct, frozen=True, kw_only=True):
    """A queue: what waits, longest first, and what was decided last. `slug`: the site's, "" = the office's, with what
    coordinators of all sites sent. failed: whose form came back, with `typed` in it."""

    slug: str
    zone: str
    waiting: tuple[Line, ...]
    decided: tuple[Training, ...]
    place: str = ""
    state_code: str = ""
    outside: Outside | None = None
    failed: str = ""
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}


def today_at(zone: str) -> date:
    """The day it is at a site."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def categories_of(state_codes: Sequence[str]) -> tuple[str, ...]:
    """What states call kinds of training, where hours are asked of them."""
    found = {one.category for code in state_codes if code in profiles() for one in profiles()[code].requirements}
    return tuple(sorted(found - {""}))


async def own_view(actor: Actor) -> OwnView:
    """What the actor entered, newest first, and an empty form."""
    sites = await own_sites(actor)
    return OwnView(
        entered=await trainings(ExternalTraining.person == actor.id),
        sites=sites,
        categories=categories_of([one.state_code for one in sites]),
        today=today_at(sites[0].time_zone if sites else actor.zone),
    )


async def queue_view(actor: Actor, site: SiteRow) -> QueueView:
    """What waits at a site with its remarks, and the last decisions."""
    found = await sent_to(site.id)
    profile = profiles().get(site.state_code)
    return QueueView(
        slug=site.slug,
        place=site.label,
        zone=site.time_zone,
        state_code=site.state_code,
        waiting=await _waiting(actor, found),
        decided=_decided(found),
        outside=profile.outside if profile else None,
    )


async def office_queue(actor: Actor) -> QueueView:
    """What coordinators of all sites sent to their own, and the last decisions on it."""
    found = await sent_by_coordinators()
    return QueueView(slug="", zone=actor.zone, waiting=await _waiting(actor, found), decided=_decided(found))


async def _waiting(actor: Actor, found: Sequence[Training]) -> tuple[Line, ...]:
    waiting = [one for one in reversed(found) if one.state == "sent"]
    known = await _known([one.person_id for one in waiting])
    return tuple(
        Line(
            one,
            remarks(claim_of(one), known_to(one, known[one.person_id])),
            is_own=one.person_id == actor.id,
            categories=categories_of([one.state_code]),
        )
        for one in waiting
    )


def _decided(found: Sequence[Training]) -> tuple[Training, ...]:
    decided = [one for one in found if one.decided_at and one.state != "sent"]
    return tuple(sorted(decided, key=lambda one: one.decided_at or one.sent_at, reverse=True))[:DECIDED_SHOWN]


async def sent_to(site_id: int) -> tuple[Training, ...]:
    """Everything sent to a site and not withdrawn, newest first."""
    return await trainings((ExternalTraining.site == site_id) & (ExternalTraining.state != "withdrawn"))


async def remarks_on(claim: Claim, person_id: int, *, but: int = 0) -> tuple[str, ...]:
    """What an officer's training looks like beside all else on record; `but`: the row that it is itself."""
    known = (await _known([person_id]))[person_id]
    return remarks(claim, [said for row_id, said in known if row_id != but or not but])


def claim_of(training: Training) -> Claim:
    """What the officer said."""
    return Claim(**{name: getattr(training, name) for name in Claim.__struct_fields__})


def known_to(training: Training, known: Sequence[tuple[int, Known]]) -> list[Known]:
    """All else of the officer."""
    return [said for row_id, said in known if row_id != training.id]


async def _known(people: Sequence[int]) -> dict[int, list[tuple[int, Known]]]:
    """By person: completions (row 0) and training elsewhere that is not withdrawn. Two statements, none for nobody."""
    found: dict[int, list[tuple[int, Known]]] = defaultdict(list)
    wanted = [0, *people]
    done = Completion.select(
        Completion.person.id.as_alias("person"),
        Completion.version.title.as_alias("title"),
        Completion.completed_at,
        Completion.site.time_zone.as_alias("zone"),
    ).where(Completion.person.is_in(wanted))
    for row in await done:
        day = row["completed_at"].astimezone(ZoneInfo(row["zone"])).date()
        found[row["person"]].append((0, Known(title=row["title"], first=day, last=day, here=True)))
    there = ExternalTraining
    columns = (there.id, there.person, there.title, there.began_on, there.ended_on)
    for row in await there.select(*columns).where(there.person.is_in(wanted), there.state != "withdrawn"):
        known = Known(title=row["title"], first=row["began_on"], last=row["ended_on"], here=False)
        found[row["person"]].append((row["id"], known))
    return found
