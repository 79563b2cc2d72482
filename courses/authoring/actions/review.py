"""From an author's draft to what learners get: submit, discuss, return, publish, retire."""

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import move_row, writing
from academy.errors import NotFound
from academy.record_log import log
from courses.authoring.access import VersionRow, authored_version, published_version, reviewed_version
from courses.authoring.actions.audited import Audited
from courses.authoring.passages import forget_version, index_version
from courses.authoring.records import PUBLISHED
from courses.authoring.rows import load
from courses.authoring.rules import SUPERSEDED, judge, move
from courses.authoring.submissions import submission_of
from courses.authoring.tables import Course, CourseVersion, ReviewNote
from courses.content.model import CourseContent


async def submit(actor: Actor, slug: str, number: int) -> None:
    """Send a draft to review. Raises NotReady while a finding blocks it."""
    async with writing():
        version = await authored_version(actor, slug, number)
        state = move(version.state, "submit")
        judge("submit", await submission_of(actor, version))
        await move_row(CourseVersion.state, version.id, old="draft", new=state, submitted_by=actor.id)
        await record(actor, Audited.SUBMITTED, _subject(version), number=number)


async def return_to_draft(actor: Actor, slug: str, number: int, *, note: str) -> None:
    """Give a version back to its authors with what to change."""
    async with writing():
        version = await reviewed_version(actor, slug, number)
        state = move(version.state, "return")
        await move_row(CourseVersion.state, version.id, old="review", new=state, submitted_by=None)
        await _write_note(actor, version, note, lesson_key=None)
        await record(actor, Audited.RETURNED, _subject(version), number=number)


async def publish(actor: Actor, slug: str, number: int) -> None:
    """Make a reviewed version the one that new learners get; the last one retires, its learners stay on it.

    Raises NotReady when a condition is unmet: a second person, no blocking finding, lectures that play.
    """
    async with writing():
        version = await reviewed_version(actor, slug, number)
        state = move(version.state, "publish")
        judge("publish", await submission_of(actor, version))
        await _retire_predecessor(actor, version)
        now = clock.now()
        await move_row(CourseVersion.state, version.id, old="review", new=state, approved_by=actor.id, published_at=now)
        await _name_course_after(version, await load(version.id))
        await index_version(version.id)
        await record(actor, Audited.PUBLISHED, _subject(version), number=number, fingerprint=version.fingerprint)
        await log(PUBLISHED, version.id)


async def retire(actor: Actor, slug: str, number: int, *, reason: str) -> None:
    """Take the published version away from new learners; those on it may finish."""
    async with writing():
        version = await reviewed_version(actor, slug, number)
        await _retire(actor, version, reason)


async def add_note(actor: Actor, slug: str, number: int, *, body: str, lesson_key: str | None = None) -> int:
    """Say something about a version or one of its lessons; authors and reviewers may."""
    async with writing():
        version = await _seen_by(actor, slug, number)
        return await _write_note(actor, version, body, lesson_key=lesson_key)


async def resolve_note(actor: Actor, slug: str, number: int, *, note_id: int) -> None:
    """Mark a note as dealt with; authors and reviewers may."""
    async with writing():
        version = await _seen_by(actor, slug, number)
        mine = ReviewNote.version == version.id
        note = ReviewNote.update({ReviewNote.resolved_at: clock.now()})
        if not await note.where(ReviewNote.id == note_id, mine).returning(ReviewNote.id):
            raise NotFound()
        await record(actor, Audited.NOTE_RESOLVED, Subject("review_note", note_id))


async def _retire_predecessor(actor: Actor, version: VersionRow) -> None:
    before = await published_version(version.course_id)
    if before:
        await _retire(actor, before, SUPERSEDED)


async def _retire(actor: Actor, version: VersionRow, reason: str) -> None:
    state = move(version.state, "retire")
    now = clock.now()
    await move_row(CourseVersion.state, version.id, old="published", new=state, retired_at=now, retired_reason=reason)
    await forget_version(version.id)
    await record(actor, Audited.RETIRED, _subject(version), number=version.number, reason=reason)


async def _name_course_after(version: VersionRow, content: CourseContent) -> None:
    areas = " | ".join(content.focus_areas)
    await Course.update({Course.code: content.code, Course.track: content.track, Course.focus_areas: areas}).where(
        Course.id == version.course_id
    )


async def _seen_by(actor: Actor, slug: str, number: int) -> VersionRow:
    """The version, for its authors and for reviewers."""
    try:
        return await authored_version(actor, slug, number)
    except NotFound:
        return await reviewed_version(actor, slug, number)


async def _write_note(actor: Actor, version: VersionRow, body: str, *, lesson_key: str | None) -> int:
    note = ReviewNote(version=version.id, lesson_key=lesson_key, by=actor.id, body=body)
    [made] = await ReviewNote.insert(note).returning(ReviewNote.id)
    await record(actor, Audited.NOTED, Subject("review_note", made["id"]), version=version.id)
    return int(made["id"])


def _subject(version: VersionRow) -> Subject:
    return Subject("course_version", version.id)
