"""A small course without findings, in code: two lessons with quizzes and a final exam, text only."""

from datetime import date

import msgspec

from courses.content.model import (
    Choice,
    CourseContent,
    Draw,
    Fact,
    JobAid,
    Lesson,
    Module,
    Objective,
    Question,
    Quiz,
    Scenario,
    ScenarioChoice,
    Source,
)

CHANGED_LINE = "A lead is not a hit. [G1]"


def small_course(**changes: object) -> CourseContent:
    """The course; `changes` replace fields of it."""
    course = CourseContent(
        slug="first-steps",
        code="FS",
        track="crime-guns",
        title="First Steps",
        tagline="What to do in the first hour.",
        summary="Short and plain.",
        audience="Patrol officers, detectives",
        focus_areas=("Gun Violence", "Investigations"),
        contact_minutes=50,
        law_reviewed_on=date(2026, 11, 1),
        sources=(Source(code="G1", title="A manual"),),
        job_aids=(JobAid(key="card", title="Pocket card", body="- Look\n- Write"),),
        modules=(
            Module(key="start", title="Start", lessons=(_lesson("collect", "1.1"), _lesson("leads", "1.2"))),
            Module(key="end", title="To finish", lessons=(_exam(),)),
        ),
        questions=tuple(_question(pool, n) for pool in ("collect", "leads") for n in (1, 2, 3)),
    )
    return msgspec.structs.replace(course, **changes)


def _lesson(key: str, number: str) -> Lesson:
    choices = (
        ScenarioChoice(key="a", body="Wait", feedback="Time is lost."),
        ScenarioChoice(key="b", body="Ask", feedback="That helps.", best=True),
    )
    return Lesson(
        key=key,
        number=number,
        title=f"All about {key}",
        minutes=20,
        takes_law=key == "leads",
        body=f"## On {key}\n\n{CHANGED_LINE}\n\n## Take away\n\n- Look twice",
        objectives=(Objective(id=f"{number}a", text=f"Explain {key}."),),
        facts=(Fact(id="F1", mark="V", sources=("G1",), text="It is so."),),
        scenario=Scenario(title="On the street", prompt="What now?", choices=choices, debrief="Asking is free."),
        quiz=Quiz(title="Check yourself", draws=(Draw(pool=key, count=2),)),
    )


def _exam() -> Lesson:
    draws = (Draw(pool="collect", count=2), Draw(pool="leads", count=2))
    quiz = Quiz(title="Final exam", final=True, attempts_allowed=3, time_limit_minutes=30, reveal="never", draws=draws)
    return Lesson(key="final-exam", kind="exam", title="Final exam", minutes=10, body="Be honest.", quiz=quiz)


def _question(pool: str, number: int) -> Question:
    objective = {"collect": "1.1a", "leads": "1.2a"}[pool]
    choices = tuple(Choice(key=key, body=f"Answer {key}", correct=key == "b") for key in "abc")
    return Question(
        key=f"q-{pool}-{number}",
        pool=pool,
        objective=objective,
        stem=f"Question {number} on {pool}?",
        explanation="So says the manual.",
        sources=("G1",),
        choices=choices,
    )
