"""Learning paths: the file that ships, taking it in, and what a page says about one's own progress."""

from pathlib import Path

import pytest

from courses.content import folder
from courses.learning.actions import enrollments
from courses.paths.actions import take_in
from courses.paths.file import LIBRARY, read
from courses.paths.queries import path_page
from courses.paths.rules import Entry, PathContent, PathsFaulty
from courses.paths.tables import LearningPath
from tests import builders
from tests.cast import Cast
from tests.conftest import Browser

PATH = PathContent(
    slug="patrol",
    title="Patrol",
    audience="Officers",
    summary="You are first.",
    course=(Entry("first-steps", "Begin here.", ("collect",)), Entry("later-course", "Then this.")),
)


def test_the_shipped_paths_name_lessons_that_are_there() -> None:
    lessons = {path.parent.name: {lesson.key for lesson in folder.read(path.parent).lessons}
               for path in LIBRARY.parent.glob("*/course.toml")}  # fmt: skip
    paths = read()
    assert [path.slug for path in paths] == ["patrol", "detective", "supervisor", "command", "analyst", "prosecutor"]
    named = {(entry.slug, key) for path in paths for entry in path.course for key in entry.lessons}
    assert {(slug, key) for slug, key in named if key not in lessons[slug]} == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[path]]\nslug = 1", "slug"),
        ("path = [", "cannot be read"),
        ('[[path]]\nslug = "a"\ntitle = "A"\naudience = ""\nsummary = ""\n'
         + '[[path.course]]\nslug = "c"\nwhy = "w"\n' * 2, "a: c"),
    ],
)  # fmt: skip
def test_a_faulty_file_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "paths.toml").write_text(text)
    with pytest.raises(PathsFaulty, match=said):
        read(tmp_path / "paths.toml")


async def test_taking_paths_in_twice_changes_nothing_and_the_file_is_the_truth(cast: Cast) -> None:
    paths = read()
    assert (await take_in(None, paths), await take_in(None, paths)) == (6, 0)
    assert await take_in(None, paths[1:]) == 6, "one removed, the others moved up"
    assert await LearningPath.count() == 5


async def test_a_path_leads_to_the_next_course_and_counts_what_is_done(cast: Cast, browser_as: Browser) -> None:
    await builders.a_published_course(cast)
    await take_in(None, (PATH,))
    maria = await browser_as(cast.maria)
    first = (await maria.get("/paths/patrol")).text
    assert "Start here: First Steps" in first
    assert "This course is not published yet." in first
    enrolled = await maria.post("/courses/first-steps/enrollments")
    code = enrolled.headers["location"].rpartition("/")[2]
    assert "Go on with First Steps" in (await maria.get("/paths/patrol")).text
    await builders.a_finished_lesson(cast.maria, code, "collect")
    path = await path_page(cast.maria, "patrol")
    assert path.courses[0].recommended[0].href == f"/enrollments/{code}/lessons/collect"
    assert (path.done, path.lessons, path.minutes, path.minutes_done, path.next) == (1, 1, 20, 20, None)
    assert "You have done what there is of this path." in (await maria.get("/paths/patrol")).text
    await enrollments.withdraw(cast.maria, code=code, reason="")
    assert (await path_page(cast.maria, "patrol")).done == 0


async def test_visitors_read_paths_and_sign_in_to_enroll(cast: Cast, browser_as: Browser) -> None:
    visitor = await browser_as(None)
    assert "There is no learning path yet." in (await visitor.get("/paths")).text
    await builders.a_published_course(cast)
    await take_in(None, (PATH,))
    assert "Officers" in (await visitor.get("/paths")).text
    assert 'href="/sign-in?next=/paths/patrol"' in (await visitor.get("/paths/patrol")).text
    assert (await visitor.get("/paths/unknown")).status_code == 404
