"""A diff tells every change in words, loses none, and says what work carries over."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from courses.content.changes import (
    Change,
    carried_lessons,
    diff,
    is_minor,
    restarted_questions,
    word_pieces,
)
from courses.content.model import Choice, CourseContent, Lesson, Objective, Stop
from tests.courses.small_course import CHANGED_LINE, small_course
from tests.strategies_content import WHOLE_COURSES, contents

TEXTS = st.lists(st.sampled_from(["a", "b", "lead", "hit.", "\n", " ", "  "]), max_size=20).map("".join)
Edit = Callable[[CourseContent], CourseContent]


def lesson_edit(**changes: object) -> Edit:
    def edit(content: CourseContent) -> CourseContent:
        module = content.modules[0]
        lessons: tuple[Lesson, ...] = (replace(module.lessons[0], **changes), *module.lessons[1:])
        return replace(content, modules=(replace(module, lessons=lessons), *content.modules[1:]))

    return edit


def question_edit(**changes: object) -> Edit:
    return lambda content: replace(
        content, questions=(replace(content.questions[0], **changes), *content.questions[1:])
    )


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = word_pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@WHOLE_COURSES
@given(contents())
def test_a_course_does_not_differ_from_itself(content: CourseContent) -> None:
    assert diff(content, content) == ()
    assert is_minor(content, content)
    assert restarted_questions(content, content) == ()


EDITS: dict[str, tuple[Edit, str, str]] = {
    "text": (lesson_edit(body="Other words."), "text", "1.1 All about collect: On collect"),
    "minutes": (lesson_edit(minutes=25), "setting", "1.1 All about collect"),
    "objective": (lesson_edit(objectives=(Objective(id="1.1a", text="Tell."),)), "setting", "1.1 All about collect"),
    "slides": (lesson_edit(deck="# Slide"), "lecture", "1.1 All about collect: lecture"),
    "law": (lesson_edit(takes_law=True), "setting", "1.1 All about collect"),
    "stop": (
        lesson_edit(stops=(Stop(key="s", at="2:10", question="q-collect-1"),)),
        "question",
        "1.1 All about collect: question at 2:10",
    ),
    "stops required": (lesson_edit(stops_required=True), "setting", "1.1 All about collect"),
    "heard in order": (lesson_edit(seek_lock=True), "setting", "1.1 All about collect"),
    "scenario": (lesson_edit(scenario=None), "setting", "1.1 All about collect"),
    "stem": (question_edit(stem="New?"), "question", "Question q-collect-1"),
    "critical": (question_edit(critical=True), "question", "Question q-collect-1"),
    "title": (lambda content: replace(content, title="New"), "setting", "Title"),
    "sources": (lambda content: replace(content, job_aids=()), "setting", "Job aids"),
    "order": (
        lambda content: replace(content, modules=content.modules[::-1]),
        "setting",
        "Modules and order of lessons",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_every_kind_of_edit_is_told_once_at_its_place(name: str) -> None:
    edit, group, where = EDITS[name]
    [change] = diff(small_course(), edit(small_course()))
    assert (change.group, change.where) == (group, where)


def test_a_changed_sentence_is_told_in_words_under_its_heading() -> None:
    body = small_course().lessons[0].body.replace(CHANGED_LINE, "A lead is an unconfirmed link. [G1]")
    [change] = diff(small_course(), lesson_edit(body=body)(small_course()))
    assert change.where == "1.1 All about collect: On collect"
    assert (change.words_removed, change.words_added) == (3, 3)
    assert (told(change, "removed"), told(change, "added")) == (["not a hit. "], ["an unconfirmed link. "])


def told(change: Change, kind: str) -> list[str]:
    return [piece.text for piece in change.pieces if piece.kind == kind]


def test_lessons_that_came_or_went_are_told() -> None:
    first, last = small_course().modules
    shorter = replace(small_course(), modules=(replace(first, lessons=first.lessons[1:]), last))
    gone = diff(small_course(), shorter)
    came = diff(shorter, small_course())
    assert any(change.group == "text" and change.words_removed > 5 for change in gone)
    assert any(change.group == "text" and change.words_added > 5 for change in came)
    assert not is_minor(small_course(), shorter)


def test_wording_carries_work_over_and_demands_do_not() -> None:
    every = {"collect", "leads", "final-exam"}
    assert carried_lessons(small_course(), lesson_edit(body="New words.")(small_course())) == every
    harder = lesson_edit(objectives=(Objective(id="1.1a", text="Do more."),))
    assert carried_lessons(small_course(), harder(small_course())) == every - {"collect"}
    assert is_minor(small_course(), lesson_edit(body="New words.")(small_course()))
    assert not is_minor(small_course(), harder(small_course()))


def test_a_changed_question_in_a_lecture_is_told_in_words_and_resets_nothing() -> None:
    before = lesson_edit(stops=(Stop(key="s", at="2:10", question="q-collect-1"),))(small_course())
    after = lesson_edit(stops=(Stop(key="s", at="2:30", question="q-collect-2"),), stops_required=True)(small_course())
    change = diff(before, after)[0]
    assert (told(change, "removed"), told(change, "added")) == (["2:10\n", "q-collect-1"], ["2:30\n", "q-collect-2"])
    assert is_minor(before, after)
    assert carried_lessons(before, after) == {"collect", "leads", "final-exam"}


def test_only_questions_asked_or_answered_differently_start_their_statistics_again() -> None:
    reworded = question_edit(explanation="Because.")(small_course())
    assert restarted_questions(small_course(), reworded) == ()
    other_answer = tuple(
        Choice(key=choice.key, body=choice.body, correct=choice.key == "a")
        for choice in small_course().questions[0].choices
    )
    changed = question_edit(choices=other_answer)(small_course())
    assert restarted_questions(small_course(), changed) == ("q-collect-1",)
    assert [change.answer_changed for change in diff(small_course(), changed)] == [True]
