"""A scripted cheater over HTTP, who gets no credit and stands in the digest; an honest officer beside it does not."""

import asyncio
from datetime import timedelta

import httpx
import msgspec
import pytest

from academy import clock, jobs, settings
from academy.audit import AuditEvent
from academy.codes import new_code
from courses.authoring.tables import Question, Quiz
from courses.honesty.jobs import look_if_due
from courses.honesty.looking import look
from courses.honesty.tables import Finding
from courses.learning.actions import attempts, enrollments
from courses.learning.rules.opening import seal
from courses.learning.tables import Attempt, AttemptItem, Completion, Enrollment, LessonProgress, Response
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course
from tests.courses.site_training import two_courses

WHOLE = "0-3c"
"""All 120 seconds of the lecture."""
FOUND = "/sites/raleigh-nc/findings"


class Cheater(msgspec.Struct):
    """Maria's script: a signed-in program with the proofs of two lesson pages."""

    web: httpx.AsyncClient
    codes: tuple[str, str]
    proofs: list[str] = []
    sequence: int = 0

    async def open_both(self) -> None:
        for code in self.codes:
            page = await self.web.get(f"/enrollments/{code}/lessons/lecture")
            self.proofs.append(page.json()["opened_proof"])

    async def report(self, which: int, watched: str, *, proof: int | None = None) -> httpx.Response:
        """Say that this was watched and that the player stands at the end; `proof`: of the other page."""
        self.sequence += 1
        opened = self.proofs[which if proof is None else proof]
        beacon = {"session": f"s{which}", "sequence": self.sequence, "position": 120, "watched": watched}
        return await self.web.post(
            f"/enrollments/{self.codes[which]}/lessons/lecture/watching?opened={opened}", json=beacon
        )


@pytest.fixture
async def cheater(cast: Cast, the_clock: Clock, api_as: Browser) -> Cheater:
    """Maria enrolled in two courses, with the lecture of each open."""
    await two_courses()
    rain, snow = [await enrollments.enroll(cast.maria, course_slug=slug) for slug in ("rain", "snow")]
    found = Cheater(await api_as(cast.maria), (rain, snow))
    await found.open_both()
    return found


async def play_both_at_once(cheater: Cheater, the_clock: Clock) -> None:
    """Claim two whole lectures within ten seconds, once with a proof of the other page, then jump to their ends."""
    the_clock.move(seconds=10)
    for which in (0, 1):
        assert (await cheater.report(which, WHOLE)).json()["refused_seconds"] >= 100
    assert (await cheater.report(1, WHOLE, proof=0)).json()["watched_percent"] < 20
    the_clock.move(seconds=60)
    for which in (0, 1):
        jumped = (await cheater.report(which, "")).json()
        assert (jumped["done"], jumped["watched_percent"] < 30) == (False, True)


async def test_a_cheater_gets_no_credit_and_stands_in_the_digest(
    cast: Cast, cheater: Cheater, the_clock: Clock
) -> None:
    await play_both_at_once(cheater, the_clock)
    watched = await LessonProgress.select(LessonProgress.watched_seconds)
    assert sum(row["watched_seconds"] for row in watched) <= 20, "one clock of ten seconds, at double speed"
    signed = {"name": cast.maria.name, "agrees": "true"}
    answer = await cheater.web.post(f"/enrollments/{cheater.codes[0]}/statement", json=signed)
    assert answer.status_code == 409
    assert not await Completion.exists()
    assert await look() == 3
    kinds = [row["kind"] for row in await Finding.select().where(Finding.person == cast.maria.id)]
    assert sorted(kinds) == ["too_fast", "too_fast", "two_places"]
    assert await look() == 0, "the next night finds nothing anew"


async def test_anothers_attempt_is_not_there_and_sending_twice_at_once_is_once(cast: Cast, cheater: Cheater) -> None:
    tylers = await enrollments.enroll(cast.tyler, course_slug="rain")
    foreign = await attempts.start(cast.tyler, code=tylers, key="first-steps")
    own = await attempts.start(cast.maria, code=cheater.codes[0], key="first-steps")
    for code, status in ((foreign, 404), (own, 200)):
        sent = await cheater.web.post(f"/attempts/{code}/items/1/response", json={"chosen": ["b"]})
        assert sent.status_code == status
    both = await asyncio.gather(*[cheater.web.post(f"/attempts/{own}/submission") for _ in range(2)])
    assert {answer.status_code for answer in both} == {201}
    row = await taken_course.attempt_row(own)
    assert (row["state"], row["passed"]) == ("graded", False)
    assert await AuditEvent.count().where(AuditEvent.action == "learning:attempt:submit") == 1
    assert (await taken_course.attempt_row(foreign))["state"] == "open"


async def trick_the_clock(cheater: Cheater, attempt: str, the_clock: Clock) -> None:
    """A device whose clock is a year ahead: an outage that lasts until then, a proof and minutes from the future."""
    later = the_clock.now + timedelta(days=365)
    told = {"op": "dahead.1", "began_at": the_clock.now.isoformat(), "ended_at": later.isoformat()}
    given = (await cheater.web.post(f"/attempts/{attempt}/outages", json=told)).json()
    assert given["extended_s"] == 0, "no second has gone by"
    for address in (
        f"/attempts/{attempt}/items/1/activity",
        f"/enrollments/{cheater.codes[0]}/lessons/lecture/watching",
    ):
        ahead = seal(address.rsplit("/", 1)[0], later, settings.current().secret)
        beacon = {"session": "s9", "sequence": 1, "position": 120, "watched": WHOLE, "active": WHOLE}
        assert (await cheater.web.post(address, params={"opened": ahead}, json=beacon)).status_code in (200, 204)
    assert not await AttemptItem.exists().where(AttemptItem.spent_s.is_not_null())
    assert not await LessonProgress.exists().where(LessonProgress.watched_seconds > 0)


async def reuse_a_token(cast: Cast, cheater: Cheater, old: str) -> str:
    """Send the old attempt, open another, and answer with the old token: all three. Gives the new one."""
    token = (await cheater.web.get(f"/attempts/{old}/items/1")).json()["token"]
    await attempts.submit(cast.maria, code=old)
    new = await attempts.start(cast.maria, code=cheater.codes[0], key="first-steps")
    tylers = await enrollments.enroll(cast.tyler, course_slug="rain")
    foreign = await attempts.start(cast.tyler, code=tylers, key="first-steps")
    for code, op, status in ((new, "dmine.1", 422), (foreign, "dmine.2", 422), (old, "dmine.3", 409)):
        body = {"chosen": ["b"], "op": op, "token": token}
        assert (await cheater.web.post(f"/attempts/{code}/items/1/response", json=body)).status_code == status
    assert not await Response.exists()
    return new


async def test_the_whole_list_brings_nothing_and_the_cheater_into_the_digest(
    cast: Cast, cheater: Cheater, the_clock: Clock
) -> None:
    old = await attempts.start(cast.maria, code=cheater.codes[0], key="first-steps")
    await trick_the_clock(cheater, old, the_clock)
    new = await reuse_a_token(cast, cheater, old)
    await play_both_at_once(cheater, the_clock)
    both = await asyncio.gather(*[cheater.web.post(f"/attempts/{new}/submission") for _ in range(2)])
    assert {answer.status_code for answer in both} == {201}
    final = await cheater.web.post(
        f"/enrollments/{cheater.codes[0]}/lessons/final-exam/attempts", json={"attests": True}
    )
    assert final.status_code == 409, "the exam stays closed"
    assert not await Completion.exists()
    await look()
    found = await Finding.select(Finding.kind, Finding.person)
    assert {(row["kind"], row["person"]) for row in found} == {
        ("too_fast", cast.maria.id),
        ("two_places", cast.maria.id),
    }


async def test_an_honest_officer_is_not_found(cast: Cast, the_clock: Clock) -> None:
    await two_courses()
    await taken_course.complete(cast.tyler, the_clock)
    assert await look() == 0
    await LessonProgress.update({LessonProgress.watched_seconds: 10}).where(LessonProgress.watched_seconds > 0)
    assert await look() == 1
    [finding] = await Finding.select()
    assert finding["kind"] == "short_time"
    assert "took" in finding["numbers"]
    assert await Attempt.count().where(Attempt.state == "graded") == 2, "a finding changes no record"


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody passed: in how many minutes, with how many seconds at its question, from which browser."""

    minutes: int = 20
    spent_s: int | None = None
    ops: str = ""


async def passed_in(cast: Cast, minutes: int = 20, *, who: str = "tyler", how: Passed | None = None) -> str:
    """Somebody of Raleigh passes the final of "rain" that fast; gives the attempt's code."""
    how = how or Passed(minutes=minutes)
    [version] = await Question.raw("SELECT v.id, v.course FROM course_version v ORDER BY v.id LIMIT 1")
    quiz = await Quiz.select(Quiz.id).where(Quiz.final.eq(True), Quiz.lesson.version == version["id"]).first() or {}
    question = await Question.select(Question.id).where(Question.version == version["id"]).first() or {}
    code = new_code()
    enrollment = Enrollment(code=code, person=cast.people[who].id, course=version["course"], version=version["id"],
                            site=cast.places["raleigh-nc"].site_id, state="withdrawn", source="self")  # fmt: skip
    await Enrollment.insert(enrollment)
    attempt = Attempt(code=code, enrollment=enrollment.id, quiz=quiz["id"], number=1, state="open", seed=1,
                      passed=True, opened_at=clock.now() - timedelta(minutes=how.minutes),
                      submitted_at=clock.now())  # fmt: skip
    await Attempt.insert(attempt)
    item = AttemptItem(attempt=attempt.id, position=1, question=question["id"], choice_order="a,b",
                       spent_s=how.spent_s)  # fmt: skip
    await AttemptItem.insert(item)
    await Response.insert(Response(item=item.id, chosen="b", ops=how.ops, answered_at=clock.now()))
    await Attempt.update({Attempt.state: "graded"}).where(Attempt.id == attempt.id)
    return code


async def test_an_exam_far_faster_than_those_of_five_others_is_found(cast: Cast, the_clock: Clock) -> None:
    await two_courses()
    for minutes in (20, 22, 24, 26):
        await passed_in(cast, minutes)
    fast = await passed_in(cast, 3)
    assert await look() == 0, "four others are too few to compare with"
    the_clock.move(hours=24)
    await passed_in(cast, 28)
    await look_if_due()
    await jobs.drain()
    [row] = await Finding.select(Finding.kind, Finding.attempt.code, Finding.numbers)
    assert (row["kind"], row["attempt.code"]) == ("fast_exam", fast)
    assert '"median":1440,"others":5' in row["numbers"]


async def test_one_browser_that_passes_for_three_people_is_found(cast: Cast, the_clock: Clock) -> None:
    await two_courses()
    for who, op in (("maria", "dkiosk.1"), ("maria", "dkiosk.2"), ("tyler", "dphone.1 dkiosk.5")):
        await passed_in(cast, who=who, how=Passed(ops=op))
        the_clock.move(minutes=30)
    assert await look() == 0, "two people share a browser"
    await passed_in(cast, who="ruth", how=Passed(ops="dkiosk.9"))
    assert await look() == 4
    rows = await Finding.select(Finding.kind, Finding.numbers)
    assert {row["kind"] for row in rows} == {"one_device"}
    assert {row["numbers"] for row in rows} == {'{"people":3,"passed":5400,"device":"dkiosk"}'}


async def test_questions_answered_far_faster_than_others_are_found_though_the_page_stood_open(
    cast: Cast, the_clock: Clock
) -> None:
    await two_courses()
    for spent in (50, 55, 60, 65, 70):
        await passed_in(cast, how=Passed(spent_s=spent))
    fast = await passed_in(cast, how=Passed(minutes=60, spent_s=4))
    await passed_in(cast, how=Passed(minutes=60))
    assert await look() == 1, "what was never measured is not fast"
    [row] = await Finding.select(Finding.kind, Finding.attempt.code, Finding.numbers)
    assert (row["kind"], row["attempt.code"]) == ("fast_items", fast)
    assert row["numbers"] == '{"took":4,"median":57,"others":5,"questions":1}'


async def test_a_coordinator_looks_asks_and_dismisses(
    cast: Cast, cheater: Cheater, the_clock: Clock, browser_as: Browser
) -> None:
    ruth, nora = await browser_as(cast.ruth), await browser_as(cast.nora)
    assert "Nothing to look at." in (await ruth.get(FOUND)).text
    await play_both_at_once(cheater, the_clock)
    assert (await ruth.post(f"{FOUND}/look")).headers["location"] == FOUND
    await jobs.drain()
    text = (await ruth.get(FOUND)).text
    told = "RN 1.2: The lecture and SN 1.2: The lecture reported 4 min of lectures within 70 s by the clock"
    assert told in text
    assert text.count("<b>Faster than possible</b>") == 2
    number = (await Finding.select(Finding.id).first() or {})["id"]
    path = f"{FOUND}/{number}/dismissal"
    refused = await ruth.post(path, data={"reason": " "})
    assert (refused.status_code, "Fill this in." in refused.text) == (422, True)
    assert (await nora.post(path.replace("raleigh-nc", "tulsa-ok"), data={"reason": "x"})).status_code == 404
    assert (await ruth.post(path, data={"reason": "=Test account"})).headers["location"] == FOUND
    assert (await ruth.post(path, data={"reason": "Again"})).status_code == 409
    assert await look() == 0, "what was dismissed stays so"
    assert ",'=Test account" in (await ruth.get(f"{FOUND}.csv")).text
    [event] = await AuditEvent.select().where(AuditEvent.action == "honesty:finding:dismiss")
    assert (event["site_id"], "=Test account" in event["details"]) == (cast.places["raleigh-nc"].site_id, True)


async def test_nobody_dismisses_what_was_found_about_themselves(
    cast: Cast, cheater: Cheater, the_clock: Clock, browser_as: Browser
) -> None:
    await play_both_at_once(cheater, the_clock)
    await look()
    await Finding.update({Finding.person: cast.ruth.id}, force=True)
    ruth, number = await browser_as(cast.ruth), (await Finding.select(Finding.id).first() or {})["id"]
    page = (await ruth.get(FOUND)).text
    assert ("somebody else looks at it" in page, "/dismissal" in page) == (True, False)
    refused = await ruth.post(f"{FOUND}/{number}/dismissal", data={"reason": "Nothing to see"})
    assert (refused.status_code, "This finding is about you." in refused.text) == (403, True)
    assert not await Finding.exists().where(Finding.dismissed_at.is_not_null())
