"""The life of a version, its conditions, and edits as pure operations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from academy.errors import Invalid, NotFound
from courses.authoring.edits import (
    AddLesson,
    AddModule,
    LessonText,
    MoveLesson,
    PutQuestion,
    PutStop,
    RemoveLesson,
    RemoveQuestion,
    RemoveStop,
    SetLesson,
    StillAsked,
    StillDrawn,
)
from courses.authoring.rules import (
    CONDITIONS,
    MOVES,
    CannotMove,
    Lecture,
    NotReady,
    Submission,
    judge,
    move,
    unmet,
)
from courses.content.check import faults
from courses.content.findings import Finding, Place, Severity
from courses.content.model import CourseContent, Objective, Stop
from tests.courses.small_course import small_course
from tests.strategies_content import MOMENTS, WHOLE_COURSES, contents, one_best

STATES = ["draft", "review", "published", "retired", "deleted"]
VERBS = ["submit", "return", "publish", "retire", "discard"]
READY = Lecture(
    lesson_key="a", lesson_title="A", asset_code="x", kind="recording", state="ready", captions_reviewed=True
)


class VersionLife(RuleBasedStateMachine):
    """Whatever verbs come: only reviewed versions are published, and nothing comes back from retirement."""

    def __init__(self) -> None:
        super().__init__()
        self.state = "draft"
        self.trail = ["draft"]

    @rule(verb=st.sampled_from(VERBS))
    def try_to(self, verb: str) -> None:
        try:
            self.state = move(self.state, verb)
        except CannotMove:
            assert (self.state, verb) not in MOVES
        else:
            self.trail.append(self.state)

    @invariant()
    def published_only_after_review(self) -> None:
        before = dict(zip(self.trail[1:], self.trail, strict=False))
        assert before.get("published", "review") == "review"
        assert before.get("retired", "published") == "published"

    @invariant()
    def ends_stay_ends(self) -> None:
        assert not {"retired", "deleted"} & set(self.trail[:-1])


TestVersionLife = VersionLife.TestCase


def test_every_condition_belongs_to_a_verb_of_the_life() -> None:
    assert set(CONDITIONS) <= {verb for _, verb in MOVES}


def blocker(severity: Severity) -> Finding:
    return Finding(severity, Place(), "It is wrong.")


CASES = [
    (Submission(findings=(), lectures=(READY,), actor=1, submitted_by=2, authors=frozenset({2})), set()),
    (Submission(findings=(), actor=2, submitted_by=2, authors=frozenset({2, 3})), {"second_person"}),
    (Submission(findings=(), actor=2, submitted_by=3, authors=frozenset({2})), {"second_person"}),
    (Submission(findings=(), actor=2, submitted_by=3, authors=frozenset({2, 3})), set()),
    (Submission(findings=(blocker(Severity.CHECK),), actor=1, submitted_by=2), set()),
    (Submission(findings=(blocker(Severity.BLOCKS),), actor=1, submitted_by=2), {"nothing_blocks"}),
    (Submission(findings=(), lectures=(replace(READY, state="transcoding"),), actor=1), {"lectures_play"}),
    (Submission(findings=(), lectures=(replace(READY, captions_reviewed=False),), actor=1), {"lectures_play"}),
    (Submission(findings=(), lectures=(replace(READY, kind="deck", state="written"),), actor=1), set()),
    (Submission(findings=(), lectures=(replace(READY, kind="deck", state="uploaded"),), actor=1), set()),
    (Submission(findings=(), lectures=(replace(READY, kind="deck", state="failed"),), actor=1), {"lectures_play"}),
]


@pytest.mark.parametrize(("submission", "conditions"), CASES)
def test_publishing_names_each_unmet_condition(submission: Submission, conditions: set[str]) -> None:
    assert set(unmet("publish", submission)) == conditions
    if conditions:
        with pytest.raises(NotReady) as refusal:
            judge("publish", submission)
        assert refusal.value.facts["reasons"]


def text_of(**changes: object) -> LessonText:
    values = {
        "title": "New",
        "minutes": 5,
        "takes_law": False,
        "minimum_watch_percent": 50,
        "stops_required": True,
        "seek_lock": True,
        "body": "\nText\n\n",
        "asset": "",
        "objectives": (Objective(id="1.1a", text="Do."),),
    }
    return LessonText(**{**values, **changes})


@WHOLE_COURSES
@given(contents(), st.data())
def test_moving_a_lesson_up_and_down_keeps_every_lesson_and_makes_no_fault(
    content: CourseContent, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from([lesson.key for lesson in content.lessons]))
    by = data.draw(st.sampled_from([-1, 1]))
    moved = MoveLesson(key, by)(content)
    assert sorted(lesson.key for lesson in moved.lessons) == sorted(lesson.key for lesson in content.lessons)
    assert faults(moved) == ()
    if moved != content:
        assert MoveLesson(key, -by)(moved) == content


@WHOLE_COURSES
@given(contents())
def test_taking_out_a_question_never_leaves_a_quiz_short(content: CourseContent) -> None:
    for question in content.questions:
        try:
            left = RemoveQuestion(question.key)(content)
        except (StillAsked, StillDrawn):
            continue
        assert faults(left) == ()
        assert len(left.questions) == len(content.questions) - 1


@WHOLE_COURSES
@given(contents())
def test_putting_a_question_back_changes_nothing(content: CourseContent) -> None:
    for question in content.questions:
        assert PutQuestion(question)(content) == content


def test_a_new_lesson_gets_the_next_number_of_its_module() -> None:
    content = AddLesson("start", "more", "More")(small_course())
    assert [(lesson.key, lesson.number) for lesson in content.modules[0].lessons][-1] == ("more", "1.3")
    assert RemoveLesson("more")(content) == small_course()


def test_a_new_module_stands_last() -> None:
    assert AddModule("more", "More")(small_course()).modules[-1].key == "more"


def test_writing_a_lesson_trims_the_text_and_keeps_the_rest() -> None:
    content = SetLesson("collect", text_of())(small_course())
    lesson = content.lessons[0]
    assert (lesson.title, lesson.body, lesson.minutes) == ("New", "Text", 5)
    assert (lesson.quiz, lesson.scenario, lesson.number) == (
        small_course().lessons[0].quiz,
        small_course().lessons[0].scenario,
        "1.1",
    )


def test_a_recording_takes_the_place_of_slides() -> None:
    module = small_course().modules[0]
    slides = replace(module.lessons[0], deck="# Slide")
    content = replace(small_course(), modules=(replace(module, lessons=(slides, *module.lessons[1:])),))
    assert SetLesson("collect", text_of(asset="abc"))(content).lessons[0].deck == ""
    assert SetLesson("collect", text_of())(content).lessons[0].deck == "# Slide"


@pytest.mark.parametrize(
    "edit", [SetLesson("no", text_of()), RemoveLesson("no"), MoveLesson("no", 1), RemoveQuestion("no")]
)
def test_what_is_not_there_is_not_found(edit: SetLesson) -> None:
    with pytest.raises(NotFound):
        edit(small_course())


@pytest.mark.parametrize(
    "edit", [SetLesson("collect", text_of(title="")), AddLesson("start", "No Key", "x"), AddModule("", "x")]
)
def test_what_no_course_can_hold_is_refused(edit: SetLesson) -> None:
    with pytest.raises(Invalid):
        edit(small_course())


@WHOLE_COURSES
@given(contents(), st.data())
def test_a_question_in_a_lecture_stands_by_its_time_and_can_be_taken_out(
    content: CourseContent, data: st.DataObject
) -> None:
    lesson = data.draw(st.sampled_from(content.lessons))
    choices = data.draw(one_best())
    stop = Stop(key="stop-of-test", at=data.draw(MOMENTS), prompt="What now?", choices=choices)
    with_it = PutStop(lesson.key, stop)(content)
    [put] = [one for one in with_it.lessons if one.key == lesson.key]
    assert [one.at_ms for one in put.stops] == sorted([*(one.at_ms for one in lesson.stops), stop.at_ms])
    assert faults(with_it) == ()
    assert PutStop(lesson.key, stop)(with_it) == with_it
    [left] = [one for one in RemoveStop(lesson.key, stop.key)(with_it).lessons if one.key == lesson.key]
    assert set(left.stops) == set(lesson.stops)


def test_a_question_that_a_lecture_asks_stays_in_the_bank() -> None:
    asking = PutStop("leads", Stop(key="one", at="2:10", question="q-collect-1"))(small_course())
    with pytest.raises(StillAsked, match=r"1\.2 All about leads.* at 2:10"):
        RemoveQuestion("q-collect-1")(asking)
