"""Lectures of a draft: slides are filmed once, recordings are looked up, and publishing waits for what cannot play."""

from pathlib import Path

import pytest
from msgspec.structs import replace

import courses
from academy import clock
from academy.codes import new_code
from academy.db.watch import statements
from courses.authoring import actions, rows
from courses.authoring.recordings import UnknownRecording
from courses.authoring.rules import NotReady
from courses.authoring.tables import Course, CourseVersion, Lesson
from courses.content import folder
from courses.content.check import check
from courses.content.findings import Severity
from courses.content.model import CourseContent
from media.tables import Caption, MediaAsset
from tests.cast import Cast
from tests.courses.small_course import small_course

SHIPPED = Path(courses.__file__).parent / "library" / "crime-guns"
DECK = """+++
key = "collect"
title = "Collect"
instructor = "PSP Academy"
+++

# Look first

- One thing

Note:
Look before you touch anything.
"""


def with_lecture(**lecture: str) -> CourseContent:
    module = small_course().modules[0]
    lessons = (replace(module.lessons[0], **lecture), *module.lessons[1:])
    return small_course(modules=(replace(module, lessons=lessons), small_course().modules[1]))


async def a_recording(state: str) -> str:
    asset = MediaAsset(
        code=new_code(), title="Talk", kind="video", original_name="t.mp4", sha256="0" * 64, source_key="x", state=state
    )
    await MediaAsset.insert(asset)
    return asset.code


async def let_the_decks_be_filmed() -> None:
    """What narration and rendering leave behind; they have tests of their own and take half a minute a deck."""
    await MediaAsset.update({MediaAsset.state: "ready"}).where(MediaAsset.kind == "deck")
    for asset in await MediaAsset.select(MediaAsset.id):
        read = Caption(asset=asset["id"], language="en", kind="captions", source="script", reviewed_at=clock.now())
        await Caption.insert(read)


async def lecture_ids() -> list[int | None]:
    found = await Lesson.select(Lesson.asset).order_by(Lesson.id)
    return [row["asset"] for row in found]


async def test_slides_become_one_recording_however_often_they_are_imported(cast: Cast) -> None:
    content = with_lecture(deck=DECK)
    version = await actions.import_course(cast.ines, content, source_ref="test")
    [asset] = await MediaAsset.select(MediaAsset.id, MediaAsset.kind)
    assert asset["kind"] == "deck"
    assert await lecture_ids() == [asset["id"], None, None]
    assert await rows.load(version) == content
    await actions.import_course(cast.ines, replace(content, title="New"), source_ref="test")
    assert await MediaAsset.count() == 1


async def test_a_copied_draft_plays_the_same_recordings(cast: Cast) -> None:
    await actions.import_course(cast.ines, with_lecture(deck=DECK), source_ref="test")
    await actions.submit(cast.ines, "first-steps", 1)
    await let_the_decks_be_filmed()
    await actions.publish(cast.ravi, "first-steps", 1)
    await actions.start_draft(cast.ines, "first-steps")
    ids = await lecture_ids()
    assert ids[0] is not None
    assert ids[:3] == ids[3:]


async def test_a_recording_is_named_by_its_code(cast: Cast) -> None:
    code = await a_recording("ready")
    version = await actions.import_course(cast.ines, with_lecture(asset=code), source_ref="test")
    assert (await rows.load(version)).lessons[0].asset == code


async def test_an_unknown_recording_refuses_the_import(cast: Cast) -> None:
    with pytest.raises(UnknownRecording):
        await actions.import_course(cast.ines, with_lecture(asset="nowhere"), source_ref="test")
    assert await Course.count() == 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("transcoding", "still being made"), ("failed", "could not be made"), ("ready", "captions nobody reviewed")],
)
async def test_publishing_waits_for_a_recording_that_does_not_play(cast: Cast, state: str, sentence: str) -> None:
    content = with_lecture(asset=await a_recording(state))
    await actions.import_course(cast.ines, content, source_ref="test")
    await actions.submit(cast.ines, "first-steps", 1)
    with pytest.raises(NotReady, match=sentence) as refusal:
        await actions.publish(cast.ravi, "first-steps", 1)
    assert refusal.value.code == "lectures_play"
    assert await CourseVersion.exists().where(CourseVersion.state == "review")


async def test_the_shipped_course_can_be_published_as_it_is(cast: Cast) -> None:
    content = folder.read(SHIPPED)
    assert [finding for finding in check(content) if finding.severity is not Severity.CHECK] == []
    version = await actions.import_course(cast.ines, content, source_ref="crime-guns")
    await actions.submit(cast.ines, content.slug, 1)
    await let_the_decks_be_filmed()
    await actions.publish(cast.ravi, content.slug, 1)
    with statements() as sent:
        assert await rows.load(version) == content
    assert len(sent) <= 6
