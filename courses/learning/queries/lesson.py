"""The lesson page: one statement for everything that is this learner's, its lecture, and the outline from memory."""

from datetime import date, datetime
from typing import Any

import msgspec

from academy import clock, settings
from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from courses.content.model import Objective, Scenario, Source
from courses.content.sections import take_away
from courses.content.slides import ReadableSlide, readable
from courses.learning.queries.outline import NextStep
from courses.learning.queries.stops import Again, First, StopsBox, stops_box
from courses.learning.rules.completion import Step, parts_left
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.rules.opening import seal
from courses.learning.standing import STEP_COLUMNS, STEP_TABLES, step_from
from courses.learning.tables import Enrollment
from media.queries import Playback, playback


class QuizBox(msgspec.Struct, frozen=True):
    """The quiz of a lesson as its page announces it."""

    href: str
    title: str
    questions: int
    pass_percent: int
    passed: bool
    best_percent: int | None


class ScenarioBox(msgspec.Struct, frozen=True):
    """The scenario; `chosen` is the choice just made, `feedback` its answer. Nothing is shown before a choice."""

    scenario: Scenario
    action: str
    chosen: str
    feedback: str
    is_best: bool


class NoteBox(msgspec.Struct, frozen=True):
    """The learner's note; `error` is about one that could not be kept as it was typed."""

    body: str = ""
    revision: int = 0
    changed_at: datetime | None = None
    error: str = ""


class LessonPage(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson as its learner sees it.

    watched: the seconds heard, as `rules.intervals` writes them; opened_proof: goes back with what is reported next;
    law_reviewed_on: None also where the lesson teaches no law (`takes_law`); has_card: there is something to take away;
    slides: the lecture to read, as long as it does not play; unmade: lectures of the course that nobody opened yet;
    seek_lock: nobody jumps ahead of what was heard; previous: address of the lesson before, "" for the first.
    """

    enrollment_path: str
    path: str
    course: str
    place: str
    key: str
    number: str
    title: str
    minutes: int
    body: str
    objectives: tuple[Objective, ...]
    sources: tuple[Source, ...]
    local_notice: str
    takes_law: bool
    law_reviewed_on: date | None
    playback: Playback | None
    resume_ms: int
    watched: str
    watched_percent: int
    minimum_watch_percent: int
    heard_at: datetime | None
    opened_proof: str
    is_open: bool
    needs_reading: bool
    read_at: datetime | None
    scenario: ScenarioBox | None
    quiz: QuizBox | None
    left: tuple[str, ...]
    is_done: bool
    next: NextStep
    stops: StopsBox | None = None
    has_card: bool = False
    slides: tuple[ReadableSlide, ...] = ()
    unmade: int = 0
    seek_lock: bool = False
    previous: str = ""
    note: NoteBox = NoteBox()

    @property
    def plays(self) -> bool:
        """Whether there is a lecture and it is ready."""
        return self.playback is not None and bool(self.playback.master_url)


_LESSON = f"""
    SELECT {STEP_COLUMNS}, CASE WHEN a.state = 'ready' THEN '' ELSE l.deck END AS deck,
        (SELECT count(*) FROM lesson n JOIN media_asset f ON f.id = n.asset
            WHERE n.version = l.version AND f.state = 'written') AS unmade,
        l.body, l.objectives, l.scenario, v.id AS version_id, v.fingerprint,
        v.title AS course, v.law_reviewed_on, v.local_notice, v.sources, q.title AS quiz_title,
        s.stop_key, s.chosen AS stop_chosen, s.answered_at AS stop_answered_at,
        o.body AS note, o.revision AS note_revision, o.changed_at AS note_changed_at
    {STEP_TABLES} JOIN course_version v ON v.id = e.version
        LEFT JOIN stop_answer s ON s.enrollment = e.id AND s.lesson = l.id
        LEFT JOIN lesson_note o ON o.enrollment = e.id AND o.lesson = l.id
    WHERE e.code = {{}} AND e.person = {{}} AND l.key = {{}}
"""


"""A row for each answer to a question inside the lecture, one where there is none: the rest is the same in all."""


async def lesson_page(actor: Actor, code: str, key: str, *, chosen: str = "", stop: str = "") -> LessonPage:
    """One lesson of the learner's own enrollment.

    chosen: the choice whose feedback to show, of the scenario or, with `stop`, of that question inside the lecture.
    """
    again = Again(stop, tuple(chosen.split(","))) if stop else None
    async with reading():
        rows = await Enrollment.raw(_LESSON, code, actor.id, key)
        if not rows:
            raise NotFound()
        row = rows[0]
        lecture = await playback(row["asset_id"]) if row["asset_id"] is not None else None
        outline = await _outline(row["version_id"], row["fingerprint"])
        path = f"/enrollments/{code}/lessons/{key}"
        stops = await stops_box(step_from(row), stops=row["stops"], first=_answers(rows), path=path, again=again)
    page = _page(row, lecture, outline, "" if stop else chosen)
    return msgspec.structs.replace(
        page,
        stops=stops,
        seek_lock=bool(row["seek_lock"]),
        note=NoteBox(row["note"] or "", row["note_revision"] or 0, row["note_changed_at"]),
        previous=_previous(key, outline, f"/enrollments/{code}"),
    )


def _answers(rows: list[dict[str, Any]]) -> dict[str, First]:
    answered = (row for row in rows if row["stop_key"] is not None)
    return {row["stop_key"]: First(tuple(row["stop_chosen"].split(",")), row["stop_answered_at"]) for row in answered}


class _Entry(msgspec.Struct, frozen=True):
    key: str
    number: str
    title: str
    kind: str
    module: str


_outlines: dict[tuple[int, str], tuple[_Entry, ...]] = {}
"""Of published versions, which never change: the fingerprint is part of the key."""
_OUTLINES_KEPT = 200


async def _outline(version_id: int, fingerprint: str | None) -> tuple[_Entry, ...]:
    key = (version_id, fingerprint or "")
    if key not in _outlines:
        rows = await Enrollment.raw(
            "SELECT l.key, l.number, l.title, l.kind, m.key AS module FROM lesson l JOIN module m ON m.id = l.module"
            " WHERE l.version = {} ORDER BY m.position, l.position, l.id",
            version_id,
        )
        if len(_outlines) >= _OUTLINES_KEPT:
            _outlines.clear()
        _outlines[key] = tuple(_Entry(**row) for row in rows)
    return _outlines[key]


def _page(row: dict[str, Any], lecture: Playback | None, outline: tuple[_Entry, ...], chosen: str) -> LessonPage:
    step = step_from(row)
    enrollment_path = f"/enrollments/{row['enrollment_code']}"
    path = f"{enrollment_path}/lessons/{step.key}"
    quiz = _quiz(row, step, path)
    secret = settings.current().secret
    return LessonPage(
        enrollment_path=enrollment_path,
        path=path,
        course=row["course"],
        place=_place(step, outline),
        key=step.key,
        number=step.number,
        title=step.title,
        minutes=step.minutes,
        body=row["body"],
        objectives=msgspec.json.decode(row["objectives"], type=tuple[Objective, ...]),
        sources=msgspec.json.decode(row["sources"], type=tuple[Source, ...]),
        local_notice=row["local_notice"],
        takes_law=step.takes_law,
        law_reviewed_on=row["law_reviewed_on"] if step.takes_law else None,
        playback=lecture,
        resume_ms=step.resume_ms,
        watched=row["watched"] or "",
        watched_percent=step.watched_percent,
        minimum_watch_percent=step.minimum_watch_percent,
        heard_at=row["heard_at"],
        opened_proof=seal(path, clock.now(), secret),
        is_open=row["enrollment_state"] in OPEN_STATES,
        needs_reading=step.reads_slides or (step.has_text and not step.has_lecture and not step.is_exam),
        read_at=step.read_at,
        scenario=_scenario(row, path, chosen),
        quiz=quiz,
        left=parts_left(step),
        is_done=step.is_done,
        next=_next(step, outline, enrollment_path, quiz),
        has_card=bool(take_away(row["body"])),
        slides=readable(row["deck"]) if row["deck"] else (),
        unmade=row["unmade"],
    )


def _quiz(row: dict[str, Any], step: Step, path: str) -> QuizBox | None:
    if step.quiz is None:
        return None
    quiz = step.quiz
    return QuizBox(f"{path}/quiz", row["quiz_title"], quiz.questions, quiz.pass_percent, quiz.passed, quiz.best_percent)


def _scenario(row: dict[str, Any], path: str, chosen: str) -> ScenarioBox | None:
    scenario = msgspec.json.decode(row["scenario"], type=Scenario | None)
    if scenario is None:
        return None
    choice = next((choice for choice in scenario.choices if choice.key == chosen), None)
    feedback, is_best = (choice.feedback, choice.best) if choice else ("", False)
    return ScenarioBox(scenario, f"{path}/scenario", choice.key if choice else "", feedback, is_best)


def _place(step: Step, outline: tuple[_Entry, ...]) -> str:
    """Module 2 · Lesson 3 of 3."""
    modules = list(dict.fromkeys(entry.module for entry in outline))
    mine = [entry.key for entry in outline if entry.module == step.module_key]
    if step.is_exam:
        return step.title
    return f"Module {modules.index(step.module_key) + 1} · Lesson {mine.index(step.key) + 1} of {len(mine)}"


def _previous(key: str, outline: tuple[_Entry, ...], path: str) -> str:
    before = [entry.key for entry in outline].index(key) - 1
    return f"{path}/lessons/{outline[before].key}" if before >= 0 else ""


def _next(step: Step, outline: tuple[_Entry, ...], path: str, quiz: QuizBox | None) -> NextStep:
    """Always open: what follows on this page and is not done, otherwise what follows in the course."""
    if step.has_scenario and step.scenario_at is None:
        return NextStep("Next: scenario", "#scenario")
    if quiz and not quiz.passed:
        return NextStep(f"Next: quiz, {quiz.questions} questions", quiz.href)
    keys = [entry.key for entry in outline]
    after = outline[keys.index(step.key) + 1 :]
    if not after:
        return NextStep("Back to the course", path)
    entry = after[0]
    if entry.kind == "exam":
        return NextStep(f"Next: {entry.title[:1].lower()}{entry.title[1:]}", f"{path}/lessons/{entry.key}/quiz")
    return NextStep(f"Next: lesson {entry.number or entry.title}", f"{path}/lessons/{entry.key}")
