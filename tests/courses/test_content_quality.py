"""How good a course is: figures that a person can follow, and findings that keep it from nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from courses.content.check import check, faults
from courses.content.findings import Severity
from courses.content.model import Choice, CourseContent, Draw, Fact, Question, RollCall
from courses.content.quality import report
from courses.content.quality.items import lengths, places, twice_asked
from courses.content.quality.reading import reading_grade, syllables
from courses.content.sections import sections, take_away
from tests.courses.small_course import small_course
from tests.courses.test_content_check import Change, lesson_with, question_with
from tests.strategies_content import WHOLE_COURSES, contents

TWAIN = (
    "The man who does not read has no advantage over the man who cannot read. "
    "Education consists mainly of what we have unlearned."
)


def said(content: CourseContent) -> str:
    return "\n".join(finding.sentence for finding in report(content).findings)


@WHOLE_COURSES
@given(contents())
def test_a_report_keeps_no_course_from_anything(content: CourseContent) -> None:
    found = report(content)
    assert {finding.severity for finding in found.findings} <= {Severity.CHECK}
    assert sum(cover.items for cover in found.objectives) == sum(bool(one.objective) for one in content.questions)
    assert sum(one.count for one in found.places) <= found.items


FINDINGS: list[tuple[Change, str]] = [
    (lesson_with(body="Words."), "The lesson has nothing to take away."),
    (lesson_with(scenario=None), "The lesson has no scenario."),
    (lesson_with(body="Nevertheless, institutional considerations necessitate deliberation."), "reads at grade"),
    (
        lesson_with(facts=(Fact(id="F1", text="So."), Fact(id="F9", mark="K", text="So."))),
        "1 fact needs review by a subject-matter expert: F9.",
    ),
    (question_with(sources=()), "The question names no source."),
    (question_with(objective="1.2a"), "2 questions ask for objective 1.1a."),
    (question_with(stem="Question 2 on collect?"), "nearly the same as q-collect-1"),
    (question_with(choices=(Choice(key="a", body="Y" * 90, correct=True), Choice(key="b", body="N"))), "Right answers"),
]


@pytest.mark.parametrize(("change", "sentence"), FINDINGS)
def test_what_a_person_should_look_at(change: Change, sentence: str) -> None:
    assert sentence not in said(small_course())
    assert sentence in said(change(small_course()))


def exam_drawing(*draws: Draw) -> CourseContent:
    """The small course with other draws in its exam."""
    content = small_course()
    exam = replace(content.lessons[-1], quiz=replace(content.lessons[-1].quiz, draws=draws))
    return replace(content, modules=(content.modules[0], replace(content.modules[1], lessons=(exam,))))


def test_an_exam_should_ask_for_everything_and_keep_questions_of_its_own() -> None:
    found = said(exam_drawing(Draw(pool="leads", count=3)))
    assert "The final exam never asks for objective 1.1a." in found
    assert "3 of the exam's 3 questions come from pools of lesson quizzes." in found
    assert 'The exam draws 3 of 3 questions from "leads".' in found


def test_a_fact_is_reviewed_when_somebody_signs_it_with_a_name_and_a_day() -> None:
    fact = Fact(id="F1", mark="K", text="So.")
    signed = replace(fact, reviewed_by="Sgt. Ines Ortega", reviewed_on=small_course().law_reviewed_on)
    assert [one.needs_review for one in (fact, replace(signed, reviewed_on=None), signed)] == [True, True, False]


QUESTIONS = small_course().questions


@given(st.lists(st.sampled_from(QUESTIONS), unique=True), st.randoms())
def test_figures_of_a_bank_do_not_depend_on_its_order(bank: list[Question], chance: object) -> None:
    mixed = sorted(bank, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert lengths(bank) == lengths(mixed)
    assert places(bank) == places(mixed)
    assert len(list(twice_asked(tuple(bank)))) == len(list(twice_asked(tuple(mixed))))


@given(st.sampled_from(QUESTIONS), st.integers(2, 4))
def test_questions_that_say_the_same_are_found_in_every_pair(question: Question, copies: int) -> None:
    bank = tuple(replace(question, key=f"q{n}") for n in range(copies))
    assert len(list(twice_asked(bank))) == copies * (copies - 1) // 2


def test_the_reading_grade_is_flesch_and_kincaid_s() -> None:
    words, sentences, spoken = 23, 2, 33
    assert reading_grade(f"## A heading\n\n{TWAIN} [G1]\n\n| a | table |\n|---|---|\n| not | read |") == round(
        0.39 * words / sentences + 11.8 * spoken / words - 15.59, 1
    )
    assert reading_grade("") == 0.0


@pytest.mark.parametrize(
    ("word", "count"),
    [("the", 1), ("table", 2), ("scene", 1), ("walked", 1), ("wanted", 2), ("evidence", 3), ("people", 2),
     ("recovered", 3), ("being", 2), ("media", 3), ("hrs", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_lesson_falls_into_parts_by_its_headings() -> None:
    rings = "## Two *rings*\n\nInner [C1].\n\n### Deeper\n\n```\n## no heading\n```"
    text = f"Before.\n\n{rings}\n\n## Take-away\n\n- Look [C1]."
    assert [part.heading for part in sections(text)] == ["Two rings", "Take-away"]
    assert sections(text)[0].body.endswith("## no heading\n```")
    assert take_away(text) == "- Look."
    assert take_away("## Other\n\nText") == ""


PACK = RollCall(key="rain", title="Rain", lesson="collect", sections=("On collect",), questions=("q-collect-1",))
PACKS = [
    (replace(PACK, lesson="final-exam"), 'the lesson "final-exam", which is not there'),
    (replace(PACK, questions=("q-9",)), 'asks "q-9", which is not in the question bank'),
    (replace(PACK, questions=("q-leads-1", "q-leads-1")), 'asks "q-leads-1" more than once'),
]


@pytest.mark.parametrize(("pack", "sentence"), PACKS)
def test_a_pack_made_from_nothing_is_a_fault(pack: RollCall, sentence: str) -> None:
    assert sentence in "\n".join(one.sentence for one in faults(small_course(roll_calls=(pack,))))


def test_a_pack_that_says_or_asks_too_little_is_to_be_looked_at() -> None:
    pack = replace(PACK, sections=("On collect", "Elsewhere"))
    content = lesson_with(scenario=None)(small_course(roll_calls=(pack, replace(PACK, key="short", sections=()))))
    found = "\n".join(one.sentence for one in check(content) if one.place.kind == "roll_call")
    for sentence in ('says "Elsewhere"', "has no scenario", "asks 1 questions", '"short" has nothing to say'):
        assert sentence in found
    assert "On collect" not in found


def test_a_pack_may_not_tell_what_only_the_final_exam_asks() -> None:
    content = lesson_with(quiz=None)(small_course(roll_calls=(PACK,)))
    assert faults(content) == ()
    [blocking] = [one for one in check(content) if one.severity is Severity.BLOCKS]
    assert 'tells the answer to "q-collect-1"' in blocking.sentence
