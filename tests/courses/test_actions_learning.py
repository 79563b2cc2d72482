"""Taking a course from enrollment to completion: what is written, what is refused, what happens twice."""

import msgspec
import pytest

from academy import facts, jobs
from academy.actor import Actor
from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.errors import Conflict, Invalid, NotFound
from courses.learning.actions import attempts, completions, enrollments, lessons, watching
from courses.learning.actions.completions import Signing
from courses.learning.actions.watching import Beacon
from courses.learning.facts import CompletionRecorded
from courses.learning.rules.attestation import NotAttested
from courses.learning.rules.completion import NotYetOpen
from courses.learning.rules.enrollment import AssignedByOthers, CannotMove, NoMembership
from courses.learning.rules.evidence import Evidence
from courses.learning.tables import Attempt, Completion, Enrollment, LessonProgress, Statement
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course as taken


@pytest.fixture(autouse=True)
async def published(database: DatabaseEngine, the_clock: Clock) -> None:
    """The course to take, on a clock that stands still until it is moved."""
    await taken.publish(taken.content())


@pytest.fixture
async def code(cast: Cast) -> str:
    """Maria's enrollment."""
    return await enrollments.enroll(cast.maria, course_slug="rain")


async def state_of(code: str) -> str:
    row = await Enrollment.select(Enrollment.state).where(Enrollment.code == code).first()
    return str(row and row["state"])


async def audited() -> list[str]:
    return [row["action"] for row in await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id)]


async def progress(code: str, key: str) -> LessonProgress:
    row = (
        await LessonProgress.objects()
        .where(LessonProgress.enrollment.code == code, LessonProgress.lesson.key == key)
        .first()
    )
    assert row is not None
    return row


async def test_enrolling_pins_the_published_version_and_copies_the_place(cast: Cast, code: str) -> None:
    row = await Enrollment.objects().where(Enrollment.code == code).first()
    assert row is not None
    place = cast.places["raleigh-nc"]
    assert (row.site, row.agency, row.unit, row.state, row.source) == (
        place.site_id, place.agency_id, place.unit_id, "enrolled", "self",
    )  # fmt: skip
    assert (await audited())[-1] == "learning:enrollment:create"


async def test_enrolling_twice_gives_the_same_enrollment(cast: Cast, code: str) -> None:
    assert await enrollments.enroll(cast.maria, course_slug="rain") == code
    assert await Enrollment.count() == 1


async def test_enrolling_needs_a_membership_and_a_published_course(cast: Cast) -> None:
    with pytest.raises(NoMembership):
        await enrollments.enroll(cast.ines, course_slug="rain")
    with pytest.raises(NotFound):
        await enrollments.enroll(cast.maria, course_slug="snow")
    assert await Enrollment.count() == 0


async def test_first_work_begins_the_course_once(cast: Cast, code: str, the_clock: Clock) -> None:
    await lessons.read(cast.maria, code=code, key="first-steps")
    started = (await Enrollment.select(Enrollment.started_at, Enrollment.state).first()) or {}
    the_clock.move(hours=1)
    await lessons.choose(cast.maria, code=code, key="first-steps", choice="a")
    assert started["state"] == "in_progress"
    assert (await Enrollment.select(Enrollment.started_at, Enrollment.state).first()) == started


@pytest.mark.parametrize("who", ["tyler", "otis", "ruth", "ada", "visitor"])
async def test_nobody_else_can_touch_an_enrollment_and_nothing_changes(cast: Cast, code: str, who: str) -> None:
    other: Actor = getattr(cast, who)
    beacon = Beacon(session="s", sequence=1, position=5, watched="0-5")
    for attempt in (
        lessons.read(other, code=code, key="first-steps"),
        lessons.choose(other, code=code, key="first-steps", choice="a"),
        watching.heard(other, code=code, key="lecture", beacon=beacon),
        attempts.start(other, code=code, key="first-steps"),
        enrollments.withdraw(other, code=code),
        completions.sign_statement(other, code=code, signing=Signing(other.name, agrees=True)),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await LessonProgress.count() == 0
    assert await state_of(code) == "enrolled"


async def test_a_scenario_answers_every_choice_and_refuses_what_it_does_not_offer(cast: Cast, code: str) -> None:
    chosen = await lessons.choose(cast.maria, code=code, key="first-steps", choice="a")
    assert (chosen.feedback, chosen.best) == ("The rain will not.", False)
    with pytest.raises(Invalid):
        await lessons.choose(cast.maria, code=code, key="first-steps", choice="z")
    with pytest.raises(Invalid):
        await lessons.choose(cast.maria, code=code, key="lecture", choice="a")


async def test_a_lesson_is_done_with_its_last_part(cast: Cast, code: str, the_clock: Clock) -> None:
    await lessons.read(cast.maria, code=code, key="first-steps")
    await lessons.choose(cast.maria, code=code, key="first-steps", choice="b")
    assert (await progress(code, "first-steps")).done_at is None
    the_clock.move(minutes=2)
    await taken.pass_quiz(cast.maria, code, "first-steps")
    assert (await progress(code, "first-steps")).done_at == the_clock.now


async def test_the_whole_course_ends_in_one_completion_with_its_evidence(cast: Cast, the_clock: Clock) -> None:
    code = await taken.complete(cast.maria, the_clock)
    row = await Completion.objects().first()
    assert row is not None
    evidence = msgspec.json.decode(row.evidence, type=Evidence)
    assert (await state_of(code), row.percent, row.contact_minutes) == ("completed", 100, 60)
    assert row.fingerprint == taken.fingerprint(await taken.load(row.version))
    assert [(step.key, step.watched_percent, step.quiz_percent) for step in evidence.steps] == [
        ("first-steps", None, 100),
        ("lecture", 100, None),
        ("final-exam", None, 100),
    ]
    assert evidence.signed_at == row.completed_at == the_clock.now
    assert (await audited())[-2:] == ["learning:statement:sign", "learning:completion:record"]


async def test_a_completion_promises_the_work_that_follows_it(
    cast: Cast, the_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "_wired", {})
    told: list[int] = []

    @jobs.job("test.completion_recorded")
    async def follow(completion_id: int) -> None:
        told.append(completion_id)

    facts.wire({CompletionRecorded: (follow,)})
    await taken.complete(cast.maria, the_clock)
    await jobs.drain()
    assert told == [(await Completion.objects().first() or Completion()).id]


async def test_signing_twice_completes_once(cast: Cast, the_clock: Clock) -> None:
    code = await taken.complete(cast.maria, the_clock)
    await completions.sign_statement(cast.maria, code=code, signing=Signing(cast.maria.name, agrees=True))
    assert await Completion.count() == 1
    assert await Statement.count() == 1


async def test_a_completion_and_a_statement_are_never_changed(cast: Cast, the_clock: Clock) -> None:
    await taken.complete(cast.maria, the_clock)
    with pytest.raises(Conflict):
        await Completion.update({Completion.percent: 1}).where(Completion.id > 0)
    with pytest.raises(Conflict):
        await Statement.delete().where(Statement.id > 0)


async def test_the_statement_opens_last_and_keeps_its_exact_words(cast: Cast, code: str, the_clock: Clock) -> None:
    signing = Signing("maria  elena castaneda-okonkwo", agrees=True)
    with pytest.raises(NotYetOpen):
        await completions.sign_statement(cast.maria, code=code, signing=signing)
    await taken.finish_lessons(cast.maria, code, the_clock)
    await taken.pass_quiz(cast.maria, code, "final-exam")
    await completions.sign_statement(cast.maria, code=code, signing=signing)
    row = await Statement.objects().first()
    assert row is not None
    assert row.text == completions.statement_words(cast.maria.name, "Evidence in the Rain")
    assert row.signed_name == signing.name


@pytest.mark.parametrize(("name", "agrees", "field"), [("Tyler Brandt", True, "name"), ("", False, "agrees")])
async def test_the_statement_needs_the_own_name_and_consent(
    cast: Cast, code: str, the_clock: Clock, name: str, agrees: bool, field: str
) -> None:
    await taken.finish_lessons(cast.maria, code, the_clock)
    await taken.pass_quiz(cast.maria, code, "final-exam")
    with pytest.raises(Invalid) as refusal:
        await completions.sign_statement(cast.maria, code=code, signing=Signing(name, agrees=agrees))
    assert field in refusal.value.fields
    assert await Statement.count() == 0
    assert await state_of(code) == "in_progress"


async def test_the_exam_opens_after_every_lesson(cast: Cast, code: str, the_clock: Clock) -> None:
    with pytest.raises(NotYetOpen):
        await attempts.start(cast.maria, code=code, key="final-exam")
    await taken.finish_lessons(cast.maria, code, the_clock)
    with pytest.raises(NotAttested):
        await attempts.start(cast.maria, code=code, key="final-exam")
    assert not await Attempt.exists().where(Attempt.attested_at.is_not_null())
    attempt = await taken.attempt_row(await attempts.start(cast.maria, code=code, key="final-exam", attests=True))
    assert f"I am {cast.maria.name}, the person enrolled in Evidence in the Rain." in str(attempt["attested_text"])
    assert attempt["attested_at"] == attempt["opened_at"]


async def test_withdrawing_ends_the_work_and_keeps_the_record(cast: Cast, code: str) -> None:
    await lessons.read(cast.maria, code=code, key="first-steps")
    await enrollments.withdraw(cast.maria, code=code, reason="Transferred")
    assert await state_of(code) == "withdrawn"
    with pytest.raises(CannotMove):
        await lessons.read(cast.maria, code=code, key="lecture")
    with pytest.raises(CannotMove):
        beacon = Beacon(session="s", sequence=1, position=5, watched="0-5")
        await watching.heard(cast.maria, code=code, key="lecture", beacon=beacon)
    with pytest.raises(CannotMove):
        await attempts.start(cast.maria, code=code, key="first-steps")
    with pytest.raises(CannotMove):
        await enrollments.withdraw(cast.maria, code=code)
    assert await enrollments.enroll(cast.maria, course_slug="rain") != code


async def test_an_assigned_course_is_withdrawn_by_the_site_only(cast: Cast) -> None:
    raleigh = cast.places["raleigh-nc"].site_id
    people = (cast.maria.code,)
    await enrollments.assign(
        cast.ruth, site_id=raleigh, course_slug="rain", people=people, due_on=None, reason="New policy"
    )
    row = await Enrollment.objects().first()
    assert row is not None
    with pytest.raises(AssignedByOthers):
        await enrollments.withdraw(cast.maria, code=row.code)
    for other in (cast.nora, cast.sam, cast.maria):
        with pytest.raises(NotFound):
            await enrollments.withdraw_at_site(other, site_id=raleigh, code=row.code, reason="")
    assert await state_of(row.code) == "enrolled"
    await enrollments.withdraw_at_site(cast.ruth, site_id=raleigh, code=row.code, reason="On leave")
    assert await state_of(row.code) == "withdrawn"
