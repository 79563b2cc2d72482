"""What the publishing conditions look at, gathered from rows, for the action and for the page that explains it."""

from academy import clock
from academy.actor import Actor
from courses.authoring.access import VersionRow, authors_of
from courses.authoring.rows import load
from courses.authoring.rules import Lecture, Submission
from courses.authoring.tables import Lesson
from courses.content.check import check, law_findings
from courses.content.findings import Finding
from courses.content.model import CourseContent
from courses.content.stops import late_stops
from media.queries import standings


async def submission_of(actor: Actor, version: VersionRow, content: CourseContent | None = None) -> Submission:
    """The version as the conditions see it, for this actor; `content` if the caller has loaded it already."""
    lectures = await lectures_of(version.id)
    return Submission(
        findings=findings_of(content or await load(version.id), lectures),
        lectures=lectures,
        actor=actor.id,
        submitted_by=version.submitted_by,
        authors=await authors_of(version.course_id),
    )


def findings_of(content: CourseContent, lectures: tuple[Lecture, ...]) -> tuple[Finding, ...]:
    """All findings of today; what depends on the length of a lecture only where that is known."""
    lengths = {lecture.lesson_key: lecture.duration_ms for lecture in lectures}
    return (*check(content), *late_stops(content, lengths), *law_findings(content, clock.now().date()))


async def lectures_of(version_id: int) -> tuple[Lecture, ...]:
    """The recordings of a version, in three statements."""
    rows = (
        await Lesson.select(Lesson.key, Lesson.title, Lesson.asset, Lesson.deck)
        .where(Lesson.version == version_id, Lesson.asset.is_not_null())
        .order_by(Lesson.module, Lesson.position)
    )
    known = await standings(tuple(row["asset"] for row in rows))
    return tuple(
        Lecture(
            lesson_key=row["key"],
            lesson_title=row["title"],
            asset_code=known[row["asset"]].code,
            kind="deck" if row["deck"] else "recording",
            state=known[row["asset"]].state,
            captions_reviewed=known[row["asset"]].captions_reviewed,
            duration_ms=known[row["asset"]].duration_ms,
        )
        for row in rows
    )
