"""What many journeys begin with, made by the real actions."""

from academy import jobs
from academy.actor import Actor
from certificates.queries.own import own_certificates
from courses.authoring import actions
from courses.content.model import CourseContent
from courses.learning.actions import attempts, completions, enrollments, lessons
from courses.learning.tables import AttemptItem
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses.small_course import small_course

COURSE = "first-steps"
RIGHT, WRONG = "b", "a"
"""The right answer of every question of this course, and a wrong one."""


async def a_published_course(cast: Cast, content: CourseContent | None = None) -> CourseContent:
    """A course of Ines that Ravi published: two lessons with text, scenario and quiz, and an exam."""
    made = content or small_course()
    await actions.import_course(cast.ines, made, source_ref="test")
    await actions.submit(cast.ines, made.slug, 1)
    await actions.publish(cast.ravi, made.slug, 1)
    return made


async def an_enrollment(person: Actor) -> str:
    """Somebody begins the course; gives the enrollment's code."""
    return await enrollments.enroll(person, course_slug=COURSE)


async def a_passed_quiz(person: Actor, code: str, key: str) -> None:
    """A quiz answered right and sent."""
    attempt = await attempts.start(person, code=code, key=key, attests=True)
    for position in await AttemptItem.select(AttemptItem.position).where(AttemptItem.attempt.code == attempt):
        await attempts.answer(person, code=attempt, position=position["position"], chosen=frozenset(RIGHT))
    await attempts.submit(person, code=attempt)


async def a_finished_lesson(person: Actor, code: str, key: str) -> None:
    """Text read, scenario decided, quiz passed."""
    await lessons.read(person, code=code, key=key)
    await lessons.choose(person, code=code, key=key, choice=RIGHT)
    await a_passed_quiz(person, code, key)


async def a_completion(person: Actor) -> str:
    """Somebody takes the course to its end; gives the enrollment's code."""
    code = await an_enrollment(person)
    for key in ("collect", "leads"):
        await a_finished_lesson(person, code, key)
    await a_passed_quiz(person, code, "final-exam")
    await completions.sign_statement(person, code=code, signing=completions.Signing(person.name, agrees=True))
    return code


async def a_certificate(person: Actor, the_clock: Clock) -> str:
    """The same, and the paper about it; gives its number."""
    await a_completion(person)
    await jobs.drain()
    return (await own_certificates(person, the_clock.now))[0].number
