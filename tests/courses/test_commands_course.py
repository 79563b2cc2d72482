"""`academy course check|import|export`, as the command line calls them."""

import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from courses import commands
from courses.authoring import actions
from courses.authoring.tables import CourseAuthor, CourseVersion
from courses.content import folder
from tests.cast import Cast
from tests.courses.small_course import small_course


def asked(*words: object) -> Namespace:
    parser = ArgumentParser()
    commands.register(parser)
    return parser.parse_args([str(word) for word in words])


async def run(*words: object) -> int:
    arguments = asked(*words)
    return int(await arguments.run(arguments))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder.write(small_course(), tmp_path / "small")
    return tmp_path / "small"


async def test_check_of_a_sound_course_succeeds(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("check", course) == 0
    assert "0 structural faults" in capsys.readouterr().out


async def test_check_prints_file_line_sentence_and_hint(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = course / "lessons" / "1.1-collect.md"
    lesson.write_text(lesson.read_text().replace("count = 2", "count = 9"))
    assert await run("check", course) == 1
    said = capsys.readouterr().out
    line = 1 + lesson.read_text().split("\n").index("[[quiz.draw]]")
    assert f'lessons/1.1-collect.md:{line}: The quiz draws 9 questions from "collect", which has 3.' in said
    assert f"1 finding in {course}, 1 structural fault" in said


async def test_check_tells_the_faulty_line_of_a_deck(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = course / "lessons" / "1.1-collect.md"
    lesson.write_text(lesson.read_text().replace('kind = "lesson"\n', "").replace("+++\n", '+++\ndeck = "d.md"\n', 1))
    (course / "d.md").write_text('+++\nkey = "d"\ntitle = "D"\n+++\n\n# A slide\n\n- No narration\n')
    assert await run("check", course, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    [found] = told["findings"]["structure"]
    assert found["file"] == "d.md"
    assert found["line"] > 1


async def test_check_tells_programs_figures_and_findings_by_kind(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = course / "lessons" / "1.1-collect.md"
    text = lesson.read_text().replace('mark = "V"', 'mark = "K"')
    lesson.write_text(re.sub(r"sources = \[[^]]*\]", "sources = []", text))
    assert await run("check", course, "--json") == 0, "what blocks publishing is no structural fault"
    told = json.loads(capsys.readouterr().out)
    assert (told["lessons"], told["items"], told["objectives"], told["faults"]) == (2, 6, 2, 0)
    assert told["report"]["objectives"][0] == {
        "objective": "1.1a", "text": "Explain collect.", "lesson": "collect", "items": 3, "in_exam": 3
    }  # fmt: skip
    assert {kind: len(found) for kind, found in told["findings"].items()} == {
        "coverage": 1, "sources": 1, "unreviewed": 1, "parts": 2
    }  # fmt: skip
    [unreviewed] = told["findings"]["unreviewed"]
    assert unreviewed["file"] == "lessons/1.1-collect.md"
    assert lesson.read_text().split("\n")[unreviewed["line"] - 1] == "[[fact]]"


async def test_what_a_person_should_look_at_does_not_fail_the_check(course: Path) -> None:
    file = course / "course.toml"
    file.write_text(file.read_text().replace("contact_minutes = 50", "contact_minutes = 60"))
    assert await run("check", course) == 0


async def test_import_and_export_give_the_same_course(cast: Cast, course: Path, tmp_path: Path) -> None:
    assert await run("import", course, "--author", "INES@example.gov") == 0
    assert await CourseAuthor.exists().where(CourseAuthor.person == cast.ines.id)
    assert await run("export", "first-steps", tmp_path / "out") == 0
    assert folder.read(tmp_path / "out") == small_course()


async def test_export_takes_the_published_version_unless_told(cast: Cast, course: Path, tmp_path: Path) -> None:
    await run("import", course, "--author", cast.ines.email)
    await actions.submit(cast.ines, "first-steps", 1)
    await actions.publish(cast.ravi, "first-steps", 1)
    await actions.import_course(cast.ines, small_course(title="Second Steps"), source_ref="test")
    await run("export", "first-steps", tmp_path / "published")
    await run("export", "first-steps", tmp_path / "draft", "--version", 2)
    assert folder.read(tmp_path / "published").title == "First Steps"
    assert folder.read(tmp_path / "draft").title == "Second Steps"


@pytest.mark.usefixtures("database")
async def test_a_faulty_folder_is_not_imported(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "questions" / "leads.toml").write_text("pool =")
    assert await run("import", course) == 1
    said = capsys.readouterr().err
    assert "questions/leads.toml:1:" in said
    assert "Nothing was imported." in said
    assert await CourseVersion.count() == 0


@pytest.mark.usefixtures("database")
async def test_an_unknown_author_is_refused(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("import", course, "--author", "nobody@example.gov") == 1
    assert "Nobody has the e-mail address" in capsys.readouterr().err
    assert await CourseVersion.count() == 0


@pytest.mark.usefixtures("database")
async def test_export_refuses_a_full_folder_and_an_unknown_course(course: Path, tmp_path: Path) -> None:
    assert await run("export", "first-steps", course) == 1
    assert await run("export", "first-steps", tmp_path / "new") == 1
    assert not (tmp_path / "new").exists()
