"""What the publishing conditions look at, gathered from rows, for the action and for the page that explains it."""

from academy import clock
from academy.actor import Actor
from courses.authoring.access import VersionRow, authors_of
from courses.authoring.rows import load
from courses.authoring.rules import Lecture, Submission
from courses.authoring.tables import Lesson
from courses.content.check import Finding, check, law_findings
from courses.content.model import CourseContent
from media.tables import Caption


async def submission_of(actor: Actor, version: VersionRow, content: CourseContent | None = None) -> Submission:
    """The version as the conditions see it, for this actor; `content` if the caller has loaded it already."""
    return Submission(
        findings=findings_of(content or await load(version.id)),
        lectures=await lectures_of(version.id),
        actor=actor.id,
        submitted_by=version.submitted_by,
        authors=await authors_of(version.course_id),
    )


def findings_of(content: CourseContent) -> tuple[Finding, ...]:
    """All findings of today."""
    return (*check(content), *law_findings(content, clock.now().date()))


async def lectures_of(version_id: int) -> tuple[Lecture, ...]:
    """The recordings of a version, in two statements."""
    asset = Lesson.asset
    rows = (
        await Lesson.select(
            Lesson.key,
            Lesson.title,
            Lesson.asset.as_alias("asset_id"),
            asset.code.as_alias("code"),
            asset.kind.as_alias("kind"),
            asset.state.as_alias("state"),
            asset.duration_ms.as_alias("duration_ms"),
        )
        .where(Lesson.version == version_id, Lesson.asset.is_not_null())
        .order_by(Lesson.module, Lesson.position)
    )
    reviewed = await _with_reviewed_captions([row["asset_id"] for row in rows])
    return tuple(
        Lecture(
            lesson_key=row["key"],
            lesson_title=row["title"],
            asset_code=row["code"],
            kind=row["kind"],
            state=row["state"],
            captions_reviewed=row["asset_id"] in reviewed,
            duration_ms=row["duration_ms"] or 0,
        )
        for row in rows
    )


async def _with_reviewed_captions(asset_ids: list[int]) -> frozenset[int]:
    if not asset_ids:
        return frozenset()
    rows = await Caption.select(Caption.asset).where(Caption.asset.is_in(asset_ids), Caption.reviewed_at.is_not_null())
    return frozenset(row["asset"] for row in rows)
