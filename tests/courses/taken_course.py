"""A small published course to take, and the walks through it that tests need.

Lesson 1.1 has text, a scenario and a quiz of two questions; lesson 1.2 a lecture of two minutes with two questions
inside; then the final.
"""

import msgspec

from academy import clock
from academy.actor import Actor
from academy.codes import new_code
from courses.authoring.rows import load, save
from courses.authoring.tables import Course, CourseVersion
from courses.content.model import (
    Choice,
    CourseContent,
    Draw,
    JobAid,
    Lesson,
    Module,
    Objective,
    Question,
    Quiz,
    RollCall,
    Scenario,
    ScenarioChoice,
    Source,
    Stop,
    fingerprint,
)
from courses.learning.actions import attempts, enrollments, lessons, watching
from courses.learning.actions.completions import Signing, sign_statement
from courses.learning.actions.watching import Beacon
from courses.learning.tables import Attempt, AttemptItem
from media.tables import MediaAsset
from tests.conftest import Clock

LECTURE_SECONDS = 120


def _question(pool: str, number: int, kind: str = "one") -> Question:
    correct = {"one": "b", "many": "ac", "true_false": "b"}[kind]
    letters = "ab" if kind == "true_false" else "abcd"
    choices = tuple(Choice(key=key, body=f"Answer {key}", correct=key in correct) for key in letters)
    return Question(
        key=f"{pool}-{number}",
        pool=pool,
        kind=kind,  # type: ignore[arg-type]
        objective=f"1.1{'ab'[number % 2]}",
        stem=f"Question {number} of {pool}?",
        explanation=f"Because of {pool}.",
        sources=("S1",),
        choices=choices,
    )


SCENARIO = Scenario(
    title="At the scene",
    prompt="A casing lies in the rain.",
    choices=(
        ScenarioChoice(key="a", body="Wait", feedback="The rain will not."),
        ScenarioChoice(key="b", body="Photograph and collect", feedback="Yes: it is the best record.", best=True),
    ),
    debrief="Weather decides the order.",
)
CHECK = Quiz(title="Check yourself", pass_percent=80, draws=(Draw(pool="scenes", count=2),))
FINAL = Quiz(
    title="Final exam", attempts_allowed=3, time_limit_minutes=30, reveal="never", final=True,
    draws=(Draw(pool="scenes", count=1), Draw(pool="law", count=2)),
)  # fmt: skip
STOPS = (
    Stop(
        key="before-rain", at="0:30", prompt="What does rain take first?",
        choices=(ScenarioChoice(key="a", body="Casings", feedback="They are heavy."),
                 ScenarioChoice(key="b", body="Traces", feedback="Yes: they wash away.", best=True)),
    ),
    Stop(key="in-law", at="1:30", question="law-2"),
)  # fmt: skip
LECTURE = Lesson(key="lecture", number="1.2", title="The lecture", minutes=10, body="Read along.", stops=STOPS)
EXAM = Lesson(key="final-exam", title="Final exam", kind="exam", minutes=30, body="Three questions.", quiz=FINAL)
TAKE_AWAY = "## Take away\n\n- Traces first, casings after [S1]."
PACK = RollCall(
    key="first-steps", title="Before the rain", lesson="first-steps", sections=("Traces",),
    questions=("scenes-1", "scenes-2", "scenes-4"),
)  # fmt: skip
QUESTIONS = (
    _question("law", 1),
    _question("law", 2, "many"),
    _question("scenes", 1),
    _question("scenes", 2),
    _question("scenes", 3, "true_false"),
    _question("scenes", 4),
)


def content(**terms: object) -> CourseContent:
    """The course; `terms` change the quiz of lesson 1.1 (for example attempts_allowed=2)."""
    first = Lesson(
        key="first-steps",
        number="1.1",
        title="First steps",
        minutes=20,
        body=f"Rain **washes** evidence away [S1].\n\n## Traces\n\nTraces go first [S1].\n\n{TAKE_AWAY}",
        objectives=(Objective(id="1.1a", text="Say what comes first"), Objective(id="1.1b", text="Say why")),
        scenario=SCENARIO,
        quiz=msgspec.structs.replace(CHECK, **terms),
    )
    return CourseContent(
        slug="rain",
        code="RN",
        track="crime-scene-management",
        title="Evidence in the Rain",
        tagline="From wet to written.",
        prerequisites="A dry notebook.",
        contact_minutes=60,
        local_notice="Your agency's policy comes first.",
        sources=(Source(code="S1", title="Weather Service, Rain, 2020"),),
        job_aids=(JobAid(key="rain-card", title="Rain card", body="- cover\n- collect"),),
        roll_calls=(PACK,),
        modules=(
            Module(key="outside", title="Outside", lessons=(first, LECTURE)),
            Module(key="to-finish", title="To finish", lessons=(EXAM,)),
        ),
        questions=QUESTIONS,
    )


async def publish(course: CourseContent, *, lecture: str = "lecture") -> int:
    """Store and publish a course whose lesson `lecture` has a ready recording; gives the version's id."""
    row = Course(slug=course.slug, code=course.code, track=course.track)
    await Course.insert(row)
    version = CourseVersion(course=row.id, number=1, state="draft", title=course.title, source="folder")
    await CourseVersion.insert(version)
    await save(version.id, course, recordings={lecture: await ready_asset()})
    published = {
        CourseVersion.state: "published",
        CourseVersion.published_at: clock.now(),
        CourseVersion.fingerprint: fingerprint(await load(version.id)),
    }
    await CourseVersion.update(published).where(CourseVersion.id == version.id)
    return int(version.id)


async def ready_asset() -> int:
    """A recording that plays."""
    asset = MediaAsset(
        code=new_code(), title="Lecture", kind="video", original_name="rain.mp4", sha256="0" * 64, source_key="x",
        state="ready", duration_ms=LECTURE_SECONDS * 1000, master_key="media/x/hls/master.m3u8",
    )  # fmt: skip
    await MediaAsset.insert(asset)
    return int(asset.id)


async def right_answers(code: str) -> dict[int, frozenset[str]]:
    """The correct keys of each question of an attempt, by position."""
    rows = await AttemptItem.raw(
        "SELECT i.position, c.key FROM attempt_item i JOIN attempt t ON t.id = i.attempt JOIN choice c"
        " ON c.question = i.question WHERE t.code = {} AND c.correct = {}",
        code,
        True,
    )
    answers: dict[int, frozenset[str]] = {}
    for row in rows:
        answers[row["position"]] = answers.get(row["position"], frozenset()) | {row["key"]}
    return answers


async def pass_quiz(actor: Actor, code: str, key: str) -> str:
    """Start the quiz of a lesson, answer everything right, send it."""
    attempt = await attempts.start(actor, code=code, key=key, attests=True)
    for position, chosen in (await right_answers(attempt)).items():
        await attempts.answer(actor, code=attempt, position=position, chosen=chosen)
    await attempts.submit(actor, code=attempt)
    return attempt


async def fail_quiz(actor: Actor, code: str, key: str) -> str:
    """Start the quiz of a lesson and send it without an answer."""
    attempt = await attempts.start(actor, code=code, key=key, attests=True)
    await attempts.submit(actor, code=attempt)
    return attempt


async def watch_lecture(actor: Actor, code: str, the_clock: Clock) -> None:
    """Watch the whole lecture at the speed of life."""
    opened_at = the_clock.now
    the_clock.move(seconds=LECTURE_SECONDS)
    beacon = Beacon(session="s", sequence=1, position=LECTURE_SECONDS, watched="0-3c")
    await watching.heard(actor, code=code, key="lecture", beacon=beacon, opened_at=opened_at)


async def finish_lessons(actor: Actor, code: str, the_clock: Clock) -> None:
    """Everything before the exam."""
    await lessons.read(actor, code=code, key="first-steps")
    await lessons.choose(actor, code=code, key="first-steps", choice="b")
    await pass_quiz(actor, code, "first-steps")
    await watch_lecture(actor, code, the_clock)


async def complete(actor: Actor, the_clock: Clock) -> str:
    """Take the course from enrollment to completion; gives the enrollment's code."""
    code = await enrollments.enroll(actor, course_slug="rain")
    await finish_lessons(actor, code, the_clock)
    await pass_quiz(actor, code, "final-exam")
    await sign_statement(actor, code=code, signing=Signing(actor.name, agrees=True))
    return code


async def attempt_row(code: str) -> dict[str, object]:
    """The stored attempt, for looking at what really happened."""
    row = await Attempt.select().where(Attempt.code == code).first()
    assert row is not None
    return row
