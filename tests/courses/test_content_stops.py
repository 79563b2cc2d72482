"""Questions inside a lecture, as an author writes them: what is a fault, what blocks, and where a folder says so."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

from courses.content import folder
from courses.content.check import check, faults
from courses.content.findings import Severity
from courses.content.model import CourseContent, Lesson, ScenarioChoice, Stop, milliseconds
from courses.content.stops import late_stops
from tests.courses.small_course import small_course
from tests.strategies_content import MOMENTS

CHOICES = (
    ScenarioChoice(key="a", body="The car", feedback="It may have left."),
    ScenarioChoice(key="b", body="The casing", feedback="Yes.", best=True),
)
OWN = Stop(key="first", at="1:13", prompt="What stays behind?", choices=CHOICES)
OF_BANK = Stop(key="second", at="2:10", question="q-collect-1")
DECK = '+++\nkey = "x"\ntitle = "X"\n+++\n\n# One\n\nNote:\n' + "Six short words are said here. " * 70


def with_stops(*stops: Stop, **changes: object) -> CourseContent:
    """The small course with these questions in its first lesson, which has slides."""
    module = small_course().modules[0]
    changed = replace(module.lessons[0], **{"deck": DECK, "stops": stops, **changes})
    lessons: tuple[Lesson, ...] = (changed, *module.lessons[1:])
    return replace(small_course(), modules=(replace(module, lessons=lessons), *small_course().modules[1:]))


def sentences(content: CourseContent, severity: Severity) -> str:
    return " ".join(finding.sentence for finding in check(content) if finding.severity is severity)


@pytest.mark.parametrize(
    ("stops", "sentence"),
    [
        ((OWN, OWN), 'has the question key "first" more than once.'),
        ((replace(OF_BANK, question="q-9"),), 'The question at 2:10 is "q-9", which is not in the question bank.'),
        ((replace(OF_BANK, prompt="Own?"),), "The question at 2:10 is both its own and one of the bank."),
        ((replace(OWN, prompt=" "),), "The question at 1:13 asks nothing."),
        ((replace(OWN, choices=CHOICES[1:]),), "The question at 1:13 needs at least two choices."),
        ((replace(OWN, choices=(CHOICES[0], replace(CHOICES[0], key="b"))),), "needs exactly one best choice."),
        ((replace(OWN, choices=(CHOICES[0], replace(CHOICES[1], key="a"))),), 'uses the choice "a" more than once.'),
    ],
)
def test_a_question_nobody_could_answer_is_a_fault(stops: tuple[Stop, ...], sentence: str) -> None:
    assert any(sentence in finding.sentence for finding in faults(with_stops(*stops)))


def test_what_would_disturb_the_lecture_blocks_publishing() -> None:
    close = with_stops(OWN, replace(OWN, key="next", at="1:22"))
    assert "The questions at 1:13 and 1:22 are less than 10 seconds apart." in sentences(close, Severity.BLOCKS)
    assert sentences(with_stops(OWN, replace(OWN, key="next", at="1:23")), Severity.BLOCKS) == ""
    assert "but no lecture" in sentences(with_stops(OWN, deck=""), Severity.BLOCKS)


def test_a_person_is_asked_about_a_question_that_a_quiz_draws_too() -> None:
    assert "can also be drawn by a quiz" in sentences(with_stops(OF_BANK), Severity.CHECK)
    assert sentences(with_stops(OWN), Severity.CHECK) == ""


def test_a_question_after_the_end_of_a_known_lecture_blocks() -> None:
    content = with_stops(OWN, OF_BANK)
    [late] = late_stops(content, {"collect": 130_000, "leads": 1})
    assert (late.sentence, late.place.part) == ("The question at 2:10 comes after the end of the lecture.", "stop[1]")
    assert late_stops(content, {"collect": 130_001}) == ()
    assert late_stops(content, {"collect": 0}) == ()


@given(MOMENTS)
def test_a_moment_is_its_seconds(moment: str) -> None:
    *hours, minutes, seconds = map(int, moment.split(":"))
    assert milliseconds(moment) == ((sum(hours) * 60 + minutes) * 60 + seconds) * 1000


FOLDER_FINDINGS = [
    ('at = "2:10"', 'at = "2:75"', 'at = "2:75"', 'The entry "at" does not fit'),
    ('question = "q-collect-1"', 'question = "q-9"', "[[stop]]", '"q-9", which is not in the question bank'),
    ("best = true\n", "best = false\n", "[[stop]]", "needs exactly one best choice"),
    ('at = "2:10"', 'at = "1:15"', "[[stop]]", "less than 10 seconds apart"),
    ('at = "2:10"', 'at = "59:59"', "[[stop]]", "seems to come after the end; 420 words are said."),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), FOLDER_FINDINGS)
def test_a_folder_says_in_which_line(tmp_path: Path, old: str, new: str, line: str, sentence: str) -> None:
    content = with_stops(OWN, OF_BANK, scenario=None)
    folder.write(content, tmp_path)
    file = tmp_path / "lessons/1.1-collect.md"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    [found] = [one for one in folder.inspect(tmp_path, date(2026, 11, 21)) if sentence in str(one)]
    assert found.file == "lessons/1.1-collect.md"
    assert line in file.read_text().split("\n")[found.line - 1]
