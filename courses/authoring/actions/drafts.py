"""Drafts: from a folder, from the published version, and edited in the browser."""

from collections.abc import Callable

from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Conflict, Invalid, NotAllowed, NotFound
from courses.authoring import rows
from courses.authoring.access import (
    VersionRow,
    authored_course,
    authored_version,
    authors_of,
    newest_version,
    published_version,
)
from courses.authoring.actions.audited import Audited
from courses.authoring.recordings import recordings_of
from courses.authoring.rules import OPEN_STATES, CannotMove, StaleRevision, move
from courses.authoring.tables import Course, CourseAuthor, CourseVersion, ReviewNote
from courses.content.check import faults
from courses.content.model import CourseContent, fingerprint

Edit = Callable[[CourseContent], CourseContent]


class ContentFaulty(Invalid):
    """The edit or import would make a course that cannot run; `findings` says why."""

    code = "content_faulty"


class InReview(Conflict):
    """Reviewers read a version that does not change under them."""

    code = "in_review"
    sentence = "A version of this course is in review. Publish it or return it to its author first."


class NotYourCourse(NotAllowed):
    """Only authors of a course import into it."""

    code = "not_your_course"
    sentence = "This course belongs to other authors. Ask one of them to add you."


async def import_course(actor: Actor | None, content: CourseContent, *, source_ref: str) -> int:
    """Make or update the draft of a course from content read elsewhere; returns the version's id.

    Content equal to the newest version changes nothing. All or nothing: refused with ContentFaulty, InReview,
    NotYourCourse or UnknownRecording, nothing is written. `actor` None is the academy itself (commands, demo data).
    """
    _refuse_faults(content)
    recordings = await recordings_of(actor, content)
    async with writing():
        course_id = await _course_of(actor, content)
        newest = await newest_version(course_id)
        if newest and newest.fingerprint == fingerprint(content):
            return newest.id
        if newest and newest.state == "review":
            raise InReview()
        is_draft = newest is not None and newest.state == "draft"
        version_id = newest.id if newest and is_draft else await _new_draft(actor, course_id, "folder", newest)
        await rows.save(version_id, content, recordings=recordings)
        await CourseVersion.update(
            {CourseVersion.source_ref: source_ref, CourseVersion.revision: CourseVersion.revision + 1}
        ).where(CourseVersion.id == version_id)
        await record(actor, Audited.IMPORTED, Subject("course_version", version_id), source=source_ref)
    return version_id


async def start_draft(actor: Actor, slug: str) -> int:
    """Open a draft that begins as a copy of the newest version; returns its number, also when one is open already."""
    async with writing():
        course_id = await authored_course(actor, slug)
        newest = await newest_version(course_id)
        if newest is None:
            raise NotFound()
        if newest.state in OPEN_STATES:
            return newest.number
        base = await published_version(course_id) or newest
        content = await rows.load(base.id)
        version_id = await _new_draft(actor, course_id, "browser", newest)
        await rows.save(version_id, content, recordings=await rows.recordings(base.id))
        await record(actor, Audited.DRAFTED, Subject("course_version", version_id), copied_from=base.number)
    return newest.number + 1


async def apply_edit(actor: Actor, slug: str, number: int, *, revision: int, edit: Edit) -> int:
    """Apply a pure edit to the draft as it was at `revision`; returns the revision after it.

    Raises StaleRevision when somebody saved in between, CannotMove when the version is no draft any more, ContentFaulty
    when the result could not run. Nothing is written then.
    """
    version = await authored_version(actor, slug, number)
    _refuse_stale(version, revision)
    before = await rows.load(version.id)
    after = edit(before)
    if after == before:
        return revision
    _refuse_faults(after)
    recordings = await recordings_of(actor, after)
    async with writing():
        await _take_revision(version.id, revision)
        await rows.save(version.id, after, recordings=recordings)
        await record(actor, Audited.EDITED, Subject("course_version", version.id), revision=revision + 1)
    return revision + 1


async def discard(actor: Actor, slug: str, number: int) -> None:
    """Throw a draft away, with its notes."""
    async with writing():
        version = await authored_version(actor, slug, number)
        move(version.state, "discard")
        await rows.clear(version.id)
        await ReviewNote.delete().where(ReviewNote.version == version.id)
        gone = CourseVersion.delete().where(CourseVersion.id == version.id, CourseVersion.state == "draft")
        if not await gone.returning(CourseVersion.id):
            raise CannotMove()
        await record(actor, Audited.DISCARDED, Subject("course_version", version.id), course=slug, number=number)


def _refuse_faults(content: CourseContent) -> None:
    if found := faults(content):
        sentences = " ".join(finding.sentence for finding in found)
        raise ContentFaulty(sentences, findings=found)


def _refuse_stale(version: VersionRow, revision: int) -> None:
    if version.state != "draft":
        raise CannotMove()
    if version.revision != revision:
        raise StaleRevision()


async def _take_revision(version_id: int, revision: int) -> None:
    """The guard of every edit: of two saves that began at the same revision, one is refused."""
    unchanged = (CourseVersion.id == version_id, CourseVersion.state == "draft", CourseVersion.revision == revision)
    taken = CourseVersion.update({CourseVersion.revision: revision + 1}).where(*unchanged)
    if not await taken.returning(CourseVersion.id):
        raise StaleRevision()


async def _course_of(actor: Actor | None, content: CourseContent) -> int:
    """The id of the content's course, made if it is new; its importer becomes its first author."""
    found = await Course.select(Course.id).where(Course.slug == content.slug).first()
    if found:
        if actor and actor.id not in await authors_of(found["id"]):
            raise NotYourCourse()
        return int(found["id"])
    course = Course(
        slug=content.slug,
        code=content.code,
        track=content.track,
        focus_areas=" | ".join(content.focus_areas),
        owner=actor.id if actor else None,
    )
    [made] = await Course.insert(course).returning(Course.id)
    if actor:
        await CourseAuthor.insert(CourseAuthor(course=made["id"], person=actor.id, added_by=actor.id))
    return int(made["id"])


async def _new_draft(actor: Actor | None, course_id: int, source: str, newest: VersionRow | None) -> int:
    version = CourseVersion(
        course=course_id,
        number=newest.number + 1 if newest else 1,
        state="draft",
        title="",
        source=source,
        created_by=actor.id if actor else None,
    )
    [made] = await CourseVersion.insert(version).returning(CourseVersion.id)
    return int(made["id"])
