"""Drafts follow a recording to the one that replaces it; published versions keep what their learners began with."""

from academy.audit import Subject, record
from academy.db.work import writing
from courses.authoring import rows
from courses.authoring.actions.audited import Audited
from courses.authoring.tables import CourseVersion, Lesson
from courses.content.model import fingerprint
from media.actions import note_use
from media.queries import replaced_by


async def recheck_drafts(asset_id: int) -> None:
    """Let every draft that uses what this recording replaces use this one, and say so on the recording's page.

    A second time nothing is left to do.
    """
    old = await replaced_by(asset_id)
    if not old:
        return
    async with writing():
        uses = Lesson.asset.is_in(sorted(old)) & (Lesson.version.state == "draft")
        found = await Lesson.select(Lesson.id, Lesson.version, Lesson.version.number, Lesson.version.title).where(uses)
        drafts = {row["version"]: f"Draft {row['version.number']} of {row['version.title']}" for row in found}
        if not drafts:
            return
        await Lesson.update({Lesson.asset: asset_id}).where(Lesson.id.is_in([row["id"] for row in found]))
        for version_id in drafts:
            await _note_change(version_id, asset_id)
        await note_use(asset_id, _sentence(list(drafts.values())))


async def _note_change(version_id: int, asset_id: int) -> None:
    """The content is another one now: whoever has the draft open is told when they save."""
    content = await rows.load(version_id)
    changed = CourseVersion.revision + 1
    update = CourseVersion.update({CourseVersion.fingerprint: fingerprint(content), CourseVersion.revision: changed})
    await update.where(CourseVersion.id == version_id)
    await record(None, Audited.RERECORDED, Subject("course_version", version_id), asset=asset_id)


def _sentence(drafts: list[str]) -> str:
    *others, last = drafts
    return f"{', '.join(others)} and {last} now use it." if others else f"{last} now uses it."
