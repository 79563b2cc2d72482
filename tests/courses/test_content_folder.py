"""The folder and the course in memory are the same course; a folder with faults yields all of them and no course."""

import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from courses.content import folder
from courses.content.check import faults
from courses.content.model import (
    Choice,
    CourseContent,
    Draw,
    Fact,
    Lesson,
    Module,
    Objective,
    Question,
    Quiz,
    Source,
    fingerprint,
)
from tests.strategies_content import WHOLE_COURSES, contents


@WHOLE_COURSES
@given(contents())
def test_reading_what_was_written_gives_the_same_course(content: CourseContent) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder.write(content, Path(place))
        again = folder.read(Path(place))
    assert again == content
    assert fingerprint(again) == fingerprint(content)


@WHOLE_COURSES
@given(contents())
def test_courses_of_the_strategy_have_no_faults(content: CourseContent) -> None:
    assert faults(content) == ()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course folder without faults."""
    choices = (Choice(key="a", body="Yes", correct=True), Choice(key="b", body="No"))
    question = Question(key="q1", pool="one", objective="1a", stem="Is it?", sources=("G1",), choices=choices)
    lesson = Lesson(
        key="one",
        number="1.1",
        title="One",
        body="Text [G1].",
        deck="# Slide\n",
        objectives=(Objective(id="1a", text="Do it"),),
        facts=(Fact(id="F1", sources=("G1",), text="So it is."),),
        quiz=Quiz(title="Check", draws=(Draw(pool="one", count=1),)),
    )
    content = CourseContent(
        slug="small",
        code="SM",
        track="crime-guns",
        title="Small",
        sources=(Source(code="G1", title="A source"),),
        modules=(Module(key="m", title="M", lessons=(lesson,)),),
        questions=(question,),
    )
    folder.write(content, tmp_path)
    return tmp_path


def test_the_small_course_has_no_faults(course: Path) -> None:
    assert folder.read(course).slug == "small"


LESSON = "lessons/1.1-one.md"
POOL = "questions/one.toml"
FAULTS = [
    ("course.toml", 'title = "Small"', 'titel = "Small"', "course.toml", "titel", 'Did you mean "title"?'),
    ("course.toml", 'code = "SM"\n', "", "course.toml", "slug", 'The entry "code" is missing.'),
    ("course.toml", 'code = "SM"', "code = 7", "course.toml", "code", 'The entry "code" does not fit: expected `str`'),
    ("course.toml", 'code = "SM"', 'code = "SM', "course.toml", "code", "Check quotes"),
    ("course.toml", '    "one",\n', '    "two",\n', "course.toml", "lessons", 'has the key "two"'),
    ("course.toml", '    "one",\n', "", LESSON, "+++", 'No module lists the lesson "one"'),
    (LESSON, "count = 1", "count = 2", LESSON, "[[quiz.draw]]", 'draws 2 questions from "one", which has 1'),
    (LESSON, 'pool = "one"', 'pool = "ten"', LESSON, "[[quiz.draw]]", 'There is no pool "ten"'),
    (LESSON, 'id = "1a"', 'id = "1b"', POOL, "objective", 'No lesson has the objective "1a"'),
    (LESSON, 'deck = "lectures/1.1-one.md"', 'deck = "../x.md"', LESSON, "deck", 'There is no file "../x.md"'),
    (POOL, '"G1"', '"G9"', POOL, "sources", "unknown source G9"),
    (POOL, "correct = true", "correct = false", POOL, "[[question]]", "No answer is marked correct"),
    (POOL, 'body = "No"', 'body = "No"\ncorrect = true', POOL, "[[question]]", "2 answers are marked"),
    (POOL, 'key = "b"', 'key = "a"', POOL, "[[question]]", 'The answer "a" is there more than once'),
    (POOL, 'stem = "Is it?"\n', "", POOL, "[[question]]", 'The entry "stem" is missing'),
    (POOL, 'body = "No"', "boddy = 3", POOL, "boddy", 'Did you mean "body"?'),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "line", "sentence"), FAULTS)
def test_every_fault_is_told_with_file_line_and_hint(
    course: Path, file: str, old: str, new: str, where: str, line: str, sentence: str
) -> None:
    text = (course / file).read_text()
    assert old in text
    (course / file).write_text(text.replace(old, new, 1))
    with pytest.raises(folder.FolderFaulty) as refusal:
        folder.read(course)
    [found] = [finding for finding in refusal.value.findings if sentence in str(finding)]
    assert found.file == where
    assert line in (course / where).read_text().split("\n")[found.line - 1]


def test_faults_in_several_files_are_told_together(course: Path) -> None:
    (course / LESSON).write_text("no front matter")
    (course / "questions/one.toml").write_text("pool = ")
    with pytest.raises(folder.FolderFaulty) as refusal:
        folder.read(course)
    assert {finding.file for finding in refusal.value.findings} >= {LESSON, "questions/one.toml"}


def test_a_file_saved_on_windows_reads_the_same(course: Path) -> None:
    before = folder.read(course)
    for file in course.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert folder.read(course) == before


@WHOLE_COURSES
@given(contents())
def test_the_fingerprint_follows_the_content_and_nothing_else(content: CourseContent) -> None:
    stored = msgspec.json.decode(msgspec.json.encode(content), type=CourseContent)
    assert fingerprint(stored) == fingerprint(content)
    assert fingerprint(msgspec.structs.replace(content, title=f"{content.title}!")) != fingerprint(content)
