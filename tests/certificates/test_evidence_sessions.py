"""Sign-ins, sessions and browsers in an evidence file: what was kept, of the days of the course, and nothing more."""

from datetime import timedelta

from academy.sign_in import actions as sign_in
from certificates.evidence.gathering import gather
from courses.learning.actions import attempts, enrollments
from courses.learning.tables import Enrollment
from tests.academy.test_devices import WINDOWS
from tests.cast import PASSWORD, Cast
from tests.conftest import Clock
from tests.courses import taken_course as taken


async def signed_in(cast: Cast) -> None:
    await sign_in.sign_in(email="maria@example.gov", password=PASSWORD, user_agent=WINDOWS)


async def test_only_what_was_kept_of_the_days_of_the_course(cast: Cast, the_clock: Clock) -> None:
    await taken.publish(taken.content())
    await sign_in.set_password(None, person_id=cast.maria.id, password=PASSWORD)
    await signed_in(cast)
    the_clock.move(days=30)
    await signed_in(cast)
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    for position, op in ((1, "dlaptop.1"), (2, "dlaptop.2"), (2, "dphone.7")):
        await attempts.answer(cast.maria, code=attempt, position=position, chosen="b", op=op)
    answered_at = the_clock.now
    the_clock.move(hours=1)
    await enrollments.withdraw(cast.maria, code=code)
    the_clock.move(days=30)
    await signed_in(cast)
    row = await Enrollment.select(Enrollment.id).where(Enrollment.code == code).first() or {}
    record = (await gather(row["id"], the_clock.now)).record
    assert [(one.what, one.device) for one in record.sign_ins] == [("signed in", "Chrome on Windows")]
    [session] = record.sessions
    assert (session.device, session.seen_at - answered_at < timedelta(hours=1)) == ("Chrome on Windows", True)
    told = [(one.name, one.answers, one.first_at, one.attempts) for one in record.devices]
    assert told == [("dlaptop", 2, answered_at, (attempt,)), ("dphone", 1, answered_at, (attempt,))]
