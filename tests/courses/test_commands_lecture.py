"""`academy lecture render`, as the command line calls it: for a deck, a lesson, a course, and all there are."""

import json
import subprocess
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from courses.authoring import actions
from courses.content import folder
from courses.lectures import commands
from courses.lectures.terminal import Progress
from courses.lectures.wanted import Wanted
from media import places
from media.lecture.deck import parse
from media.tables import MediaAsset
from tests.courses.small_course import small_course

pytestmark = pytest.mark.one_engine

DECK = '+++\nkey = "a/b"\ntitle = "Collect"\n+++\n\n# Look\n\nNote: Look first.\n'


async def run(*words: object) -> int:
    parser = ArgumentParser()
    commands.register(parser)
    arguments = parser.parse_args(["render", *map(str, words)])
    return int(await arguments.run(arguments))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder of a course with one lecture of one slide."""
    module, last = small_course().modules
    first = replace(module.lessons[0], deck=DECK)
    content = small_course(modules=(replace(module, lessons=(first, *module.lessons[1:])), last))
    folder.write(content, tmp_path / "course")
    return tmp_path / "course"


@pytest.mark.usefixtures("database")
async def test_what_a_course_has_is_made_once_and_a_film_is_written_where_it_is_wanted(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await actions.import_course(None, folder.read(course), source_ref="test")
    assert await run("--all") == 0
    [asset] = await MediaAsset.select(MediaAsset.state, MediaAsset.master_key)
    assert asset["state"] == "ready"
    assert await run(course / "lessons" / "1.1-collect.md", "--into", tmp_path / "films") == 0
    assert await MediaAsset.select(MediaAsset.master_key).first() == {"master_key": asset["master_key"]}
    assert [path.name for path in sorted((tmp_path / "films").iterdir())] == ["a-b.mp4", "a-b.vtt"]
    assert kinds(tmp_path / "films" / "a-b.mp4") == ["video", "audio", "subtitle", "data"]
    assert not list(places.scratch_root().iterdir())
    said = capsys.readouterr()
    assert said.out == "1 of 1 lecture made.\n" * 2
    assert "Lecture 1 of 1, slide 1 of 1: First Steps: All about collect" in said.err


def kinds(film: Path) -> list[str]:
    asked = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_type", "-of", "json", str(film)]
    told = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    return [stream["codec_type"] for stream in told["streams"]]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DECK.replace("Note", "Not"), "This slide says nothing"),
        (DECK.replace('key = "a/b"', "key"), "not TOML"),
        (DECK.replace("# Look", "# Look\n\n" + "Far too much. " * 120), "more than fits"),
    ],
)
async def test_a_deck_that_cannot_be_a_lecture_is_refused_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "deck.md").write_text(text)
    assert await run(tmp_path / "deck.md", "--into", tmp_path) == 1
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("database")
async def test_a_path_without_a_lecture_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write(small_course(), tmp_path / "course")
    assert await run(tmp_path / "course") == 1
    assert await run(tmp_path / "nothing.md") == 1
    said = capsys.readouterr().err
    assert "has no lecture made of slides" in said
    assert "cannot be read" in said


async def test_progress_tells_lecture_slide_and_minutes_left() -> None:
    passed = 0.0
    out = StringIO()
    wanted = [Wanted(name, DECK, parse(DECK), None) for name in ("One", "Two")]
    progress = Progress(wanted, out, now=lambda: passed)
    progress.begin(1)
    await progress.on_slide(1, 4)
    passed = 600
    progress.begin(2)
    await progress.on_slide(1, 4)
    assert out.getvalue() == "Lecture 1 of 2, slide 1 of 4: One\nLecture 2 of 2, slide 1 of 4, about 10 min left: Two\n"
