"""The packets a site can take, and all that one of them says; whatever the number of courses, as many statements."""

from collections import defaultdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy.errors import NotFound
from academy.sites.access import SiteRow
from certificates.packets.rules import Item, Known, checklist
from courses.authoring.access import version_at
from courses.authoring.queries.bios import Bio, authors_with_bios
from courses.authoring.queries.lists import VersionLine, published_versions
from courses.authoring.tables import Quiz
from courses.credit.ledger import approvals_in
from courses.credit.profile import Profile, Source, profiles
from courses.credit.rules.hours import Approval, approval_on, credited_minutes
from courses.evaluation.rules import QUESTIONS, Question
from courses.teaching.plan import Plan, plan_of


class PacketLine(msgspec.Struct, frozen=True):
    """A course whose packet can be taken, and what is missing in it."""

    version: VersionLine
    items: tuple[Item, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(one for one in self.items if not one.is_enclosed)


class PacketsView(msgspec.Struct, frozen=True, kw_only=True):
    """All packets of a site. `profile` None: nobody has written down what this state asks."""

    slug: str
    place: str
    state_code: str
    profile: Profile | None
    lines: tuple[PacketLine, ...]


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """What a packet says. `credit`: minutes after the state's rounding, where its rule is known; `approval`: what the
    state gave for the course already."""

    place: str
    zone: str
    state_code: str
    profile: Profile | None
    plan: Plan
    bios: tuple[Bio, ...]
    items: tuple[Item, ...]
    credit: int | None
    approval: Approval | None
    questions: tuple[Question, ...] = QUESTIONS

    @property
    def day(self) -> date:
        """When the version was published: papers of the same version have the same date."""
        moment = self.plan.line.published_at or self.plan.line.created_at
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def source(self, key: str) -> Source | None:
        return self.profile.source(key) if self.profile else None


async def packets_view(site: SiteRow) -> PacketsView:
    """Every course that learners get, with what the state asks and what is missing."""
    profile = profiles().get(site.state_code)
    bios: dict[str, list[Bio]] = defaultdict(list)
    for one in await authors_with_bios():
        bios[one.slug].append(one)
    of: Any = Quiz.lesson.version
    exams = {
        (row["slug"], row["number"])
        for row in await Quiz.select(of.course.slug.as_alias("slug"), of.number.as_alias("number")).where(
            Quiz.final.eq(True), of.state == "published"
        )
    }
    asked = profile.attachments if profile else ()
    lines = tuple(
        PacketLine(one, checklist(asked, _known(bios[one.slug], has_exam=(one.slug, one.number) in exams)))
        for one in await published_versions()
    )
    return PacketsView(slug=site.slug, place=site.label, state_code=site.state_code, profile=profile, lines=lines)


async def packet_of(site: SiteRow, slug: str, today: date) -> Packet:
    """What the packet of a published course says for a site's state. Raises NotFound."""
    line = next((one for one in await published_versions() if one.slug == slug), None)
    if line is None:
        raise NotFound()
    version = await version_at(slug, line.number)
    plan, bios = await plan_of(version), await authors_with_bios(slug)
    profile = profiles().get(site.state_code)
    known = _known(bios, has_exam=plan.assessment is not None)
    return Packet(
        place=site.label,
        zone=site.time_zone,
        state_code=site.state_code,
        profile=profile,
        plan=plan,
        bios=bios,
        items=checklist(profile.attachments if profile else (), known),
        credit=credited_minutes(plan.content.contact_minutes, profile.credit) if profile else None,
        approval=approval_on(await approvals_in(site.state_code), version.course_id, today),
    )


def _known(bios: list[Bio] | tuple[Bio, ...], *, has_exam: bool) -> Known:
    return Known(authors=len(bios), silent=tuple(one.name for one in bios if not one.words), has_exam=has_exam)
