"""A recording that is replaced: drafts change over when the new one plays, published versions stay with the old one."""

import pytest

from academy.audit import AuditEvent
from academy.codes import new_code
from academy.jobs import drain
from courses.authoring import actions, rows
from courses.authoring.actions.replacing import recheck_drafts
from courses.authoring.rules import StaleRevision
from courses.authoring.tables import CourseVersion, Lesson
from media.tables import MediaAsset
from tests.cast import Cast
from tests.courses.test_actions_authoring_recordings import a_recording, with_lecture

pytestmark = pytest.mark.usefixtures("database")


async def a_successor(of: str, state: str) -> MediaAsset:
    """A recording uploaded to replace the one of this code."""
    old = await MediaAsset.objects().where(MediaAsset.code == of).first()
    assert old is not None
    new = MediaAsset(code=new_code(), title="New", kind="video", original_name="n.mp4", sha256="1" * 64, source_key="y")
    new.state, new.replaces = state, old.id
    await MediaAsset.insert(new)
    return new


async def used() -> list[str]:
    found = Lesson.select(Lesson.asset.code).where(Lesson.asset.is_not_null()).order_by(Lesson.id)
    return [row["asset.code"] for row in await found]


async def test_drafts_change_over_and_the_page_of_the_recording_says_so(cast: Cast) -> None:
    old = await a_recording("ready")
    version = await actions.import_course(cast.ines, with_lecture(asset=old), source_ref="test")
    new = await a_successor(old, "ready")
    for _ in range(2):
        await recheck_drafts(new.id)
    content = await rows.load(version)
    assert await used() == [new.code]
    assert content.modules[0].lessons[0].asset == new.code
    said = await MediaAsset.select(MediaAsset.use_note).where(MediaAsset.id == new.id).first()
    assert said == {"use_note": f"Draft 1 of {content.title} now uses it."}
    assert await AuditEvent.count().where(AuditEvent.action == "authoring:version:rerecord") == 1
    same = await actions.import_course(cast.ines, content, source_ref="again")
    assert same == version


async def test_an_editor_that_is_open_is_told(cast: Cast) -> None:
    old = await a_recording("ready")
    content = with_lecture(asset=old)
    version = await actions.import_course(cast.ines, content, source_ref="test")
    before = await CourseVersion.select(CourseVersion.revision).where(CourseVersion.id == version).first()
    assert before is not None
    await recheck_drafts((await a_successor(old, "ready")).id)
    with pytest.raises(StaleRevision):
        await actions.apply_edit(cast.ines, content.slug, 1, revision=before["revision"], edit=lambda content: content)


@pytest.mark.parametrize("state", ["transcoding", "failed"])
async def test_a_replacement_that_does_not_play_changes_nothing(cast: Cast, state: str) -> None:
    old = await a_recording("ready")
    await actions.import_course(cast.ines, with_lecture(asset=old), source_ref="test")
    await recheck_drafts((await a_successor(old, state)).id)
    assert await used() == [old]


async def test_what_replaces_a_file_that_never_played_replaces_the_one_before(cast: Cast) -> None:
    old = await a_recording("ready")
    await actions.import_course(cast.ines, with_lecture(asset=old), source_ref="test")
    broken = await a_successor(old, "failed")
    new = await a_successor(broken.code, "ready")
    await recheck_drafts(new.id)
    assert await used() == [new.code]


@pytest.mark.parametrize("state", ["review", "published", "retired"])
async def test_versions_that_people_read_or_take_stay_with_their_recording(cast: Cast, state: str) -> None:
    old = await a_recording("ready")
    version = await actions.import_course(cast.ines, with_lecture(asset=old), source_ref="test")
    await CourseVersion.update({CourseVersion.state: state}).where(CourseVersion.id == version)
    await recheck_drafts((await a_successor(old, "ready")).id)
    assert await used() == [old]


async def test_the_app_wires_it_to_the_fact(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    import app
    from academy import facts
    from academy.db.work import writing
    from media.facts import AssetReady

    monkeypatch.setattr(facts, "_wired", {})
    app.wire()
    old = await a_recording("ready")
    await actions.import_course(cast.ines, with_lecture(asset=old), source_ref="test")
    new = await a_successor(old, "ready")
    async with writing():
        await facts.announce(AssetReady(new.id))
    await drain()
    assert await used() == [new.code]
