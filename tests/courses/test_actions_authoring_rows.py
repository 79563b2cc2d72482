"""Rows and the course in memory are the same course."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from academy.db.watch import statements
from academy.errors import Conflict
from courses.authoring import rows
from courses.authoring.tables import Choice, Course, CourseVersion, Lesson, Question
from courses.content.model import CourseContent, fingerprint
from tests.strategies_content import contents

pytestmark = pytest.mark.usefixtures("database")
ONE_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)


async def a_version(content: CourseContent) -> int:
    """A draft of the content's course, the one of the last example if there was one."""
    old = await CourseVersion.select(CourseVersion.id, CourseVersion.course).first()
    if old:
        await Course.update({Course.slug: content.slug}).where(Course.id == old["course"])
        return int(old["id"])
    [course] = await Course.insert(Course(slug=content.slug, code="CG", track="crime-guns"))
    version = CourseVersion(course=course["id"], number=1, state="draft", title="", source="folder")
    [made] = await CourseVersion.insert(version)
    return int(made["id"])


@given(content=contents())
@ONE_DATABASE
async def test_loading_what_was_saved_gives_the_same_course_and_nothing_of_the_last_one(content: CourseContent) -> None:
    version = await a_version(content)
    await rows.save(version, content, recordings={})
    again = await rows.load(version)
    assert again == content
    assert fingerprint(again) == fingerprint(content)
    assert await Question.count() == len(content.questions)
    assert await Choice.count() == sum(len(question.choices) for question in content.questions)
    assert await Lesson.count() == len(content.lessons)


@given(content=contents())
@settings(ONE_DATABASE, max_examples=5)
async def test_loading_costs_six_statements_whatever_the_size(content: CourseContent) -> None:
    version = await a_version(content)
    await rows.save(version, content, recordings={})
    with statements() as sent:
        await rows.load(version)
    assert len(sent) <= 6


async def test_the_content_of_a_published_version_cannot_be_saved_again() -> None:
    content = CourseContent(slug="small", code="SM", track="crime-guns", title="Small")
    version = await a_version(content)
    await rows.save(version, content, recordings={})
    await CourseVersion.update({CourseVersion.state: "published"}).where(CourseVersion.id == version)
    with pytest.raises(Conflict):
        await rows.save(version, msgspec.structs.replace(content, title="Other"), recordings={})
    assert await rows.load(version) == content
