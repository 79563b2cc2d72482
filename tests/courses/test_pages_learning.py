"""The learner's pages over HTTP, as a browser and as a program: from enrollment to the signed statement."""

import re

import httpx
import pytest

from academy.actor import Actor
from academy.db.engine import DatabaseEngine
from academy.db.watch import statements
from courses.learning.actions import attempts, enrollments, lessons
from courses.learning.tables import Completion, Enrollment, LessonProgress, Response
from media.tables import MediaAsset
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken


@pytest.fixture(autouse=True)
async def published(database: DatabaseEngine, the_clock: Clock) -> None:
    await taken.publish(taken.content(time_limit_minutes=10))


@pytest.fixture
async def code(cast: Cast) -> str:
    """Maria's enrollment."""
    return await enrollments.enroll(cast.maria, course_slug="rain")


@pytest.fixture
async def maria(browser_as: Browser, cast: Cast) -> httpx.AsyncClient:
    return await browser_as(cast.maria)


@pytest.fixture
async def program(api_as: Browser, cast: Cast) -> httpx.AsyncClient:
    return await api_as(cast.maria)


async def page(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


async def test_two_clicks_enroll_and_lead_to_what_is_left(maria: httpx.AsyncClient) -> None:
    answer = await maria.post("/courses/rain/enrollments")
    assert answer.status_code == 303
    text = await page(maria, answer.headers["location"])
    assert "What is left, and why" in text
    assert "Start lesson 1.1" in text
    assert "Opens after lesson 1.2" in text
    assert (await maria.post("/courses/rain/enrollments")).headers["location"] == answer.headers["location"]


async def test_my_training_shows_what_is_due_with_its_reason_first(
    maria: httpx.AsyncClient, cast: Cast, the_clock: Clock
) -> None:
    raleigh = cast.places["raleigh-nc"].site_id
    due = the_clock.now.date().replace(day=18)
    the_clock.move(days=-7)
    await enrollments.assign(
        cast.ruth,
        site_id=raleigh,
        course_slug="rain",
        people=(cast.maria.code,),
        due_on=due,
        reason="It rains <often>.",
    )
    the_clock.move(days=7)
    text = await page(maria, "/my-training")
    assert "One course is past its date." in text
    assert "3 days past due" in text
    assert "was due Wednesday, November 18, 2026, 23:59 EST" in text
    assert "Ruth Okafor assigned it to you. It rains &lt;often&gt;." in text


async def test_an_empty_list_is_kind(maria: httpx.AsyncClient) -> None:
    assert "Nothing is due." in await page(maria, "/my-training")


async def test_a_lesson_resumes_at_the_saved_second(
    maria: httpx.AsyncClient, program: httpx.AsyncClient, cast: Cast, code: str, the_clock: Clock
) -> None:
    proof = (await program.get(f"/enrollments/{code}/lessons/lecture")).json()["opened_proof"]
    the_clock.move(seconds=70)
    beacon = {"session": "phone", "sequence": 1, "position": 64.5, "watched": "0-1s", "rate": 1, "client_time": "x"}
    answer = await program.post(f"/enrollments/{code}/lessons/lecture/watching?opened={proof}", json=beacon)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["saved_label"], told["watched_percent"], told["refused_seconds"]) == ("03:13:10\xa0EST", 61, 0)
    assert 'data-resume="64.5"' in await page(maria, f"/enrollments/{code}/lessons/lecture")
    assert "Continue at 1:04 of lesson 1.2" in await page(maria, f"/enrollments/{code}")


async def test_a_lecture_in_the_making_says_so_and_appears_when_it_is_ready(
    maria: httpx.AsyncClient, code: str
) -> None:
    path, waiting = f"/enrollments/{code}/lessons/lecture", {"hx-request": "true", "hx-target": "lecture-pending"}
    await MediaAsset.update({MediaAsset.state: "transcoding", MediaAsset.progress_percent: 43}, force=True)
    text = await page(maria, path)
    assert "The lecture is being made: 43 % done" in text
    assert "Read along." in text
    assert "watch-tracker" not in text
    assert "hx-refresh" not in (await maria.get(path, headers=waiting)).headers
    await MediaAsset.update({MediaAsset.state: "ready"}, force=True)
    assert (await maria.get(path, headers=waiting)).headers["hx-refresh"] == "true"
    assert "<watch-tracker" in await page(maria, path)


async def test_a_forged_opening_counts_nothing(program: httpx.AsyncClient, code: str, the_clock: Clock) -> None:
    proof = (await program.get(f"/enrollments/{code}/lessons/lecture")).json()["opened_proof"]
    the_clock.move(seconds=60)
    beacon = {"session": "s", "sequence": 1, "position": 60, "watched": "0-1o"}
    early = f"{int(proof.split('.')[0]) - 600}.{proof.split('.')[1]}"
    answer = await program.post(f"/enrollments/{code}/lessons/lecture/watching?opened={early}", json=beacon)
    assert answer.json()["watched_percent"] == 0


async def test_reading_and_the_scenario_work_as_plain_forms(maria: httpx.AsyncClient, code: str) -> None:
    path = f"/enrollments/{code}/lessons/first-steps"
    text = await page(maria, path)
    assert "Rain <strong>washes</strong> evidence away" in text
    assert "The rain will not." not in text
    assert (await maria.post(f"{path}/reading")).status_code == 303
    answer = await maria.post(f"{path}/scenario", data={"choice": "a"})
    text = await page(maria, answer.headers["location"])
    assert "The rain will not." in text
    assert "Marked as read Saturday, November 21, 2026, 03:12" in text
    assert "Left in this lesson: a 2-question quiz." in text


async def test_a_quiz_works_as_plain_pages(maria: httpx.AsyncClient, code: str) -> None:
    path = f"/enrollments/{code}/lessons/first-steps"
    assert "Start the quiz" in await page(maria, f"{path}/quiz")
    attempt = (await maria.post(f"{path}/attempts")).headers["location"]
    assert "Continue with lesson 1.1" in await page(maria, f"/enrollments/{code}")
    assert "Question 1 of 2" in await page(maria, attempt)
    right = await taken.right_answers(attempt.rsplit("/", 1)[-1])
    for position, chosen in right.items():
        then = f"{attempt}/items/2" if position == 1 else f"{attempt}/review"
        answer = await maria.post(
            f"{attempt}/items/{position}/response", data={"chosen": sorted(chosen), "revision": "0", "then": then}
        )
        assert (answer.status_code, answer.headers["location"]) == (303, then)
    assert "Every question is answered." in await page(maria, f"{attempt}/review")
    sent = await maria.post(f"{attempt}/submission")
    text = await page(maria, sent.headers["location"])
    assert "Passed. Every objective is solid." in text
    assert "Because of scenes." in text


async def test_after_a_miss_the_objectives_show_and_the_key_does_not(
    maria: httpx.AsyncClient, program: httpx.AsyncClient, cast: Cast, code: str
) -> None:
    attempt = await taken.fail_quiz(cast.maria, code, "first-steps")
    text = await page(maria, f"/attempts/{attempt}/result")
    assert "objectives to look at again." in text
    assert "You got 0 of 2 (0%). This quiz needs 80%, so 2 of 2." in text
    assert f"/enrollments/{code}/lessons/first-steps" in text
    told = (await program.get(f"/attempts/{attempt}/result")).text
    assert "Because of" not in text + told
    assert "correct" not in told


async def test_no_page_of_an_open_attempt_holds_the_key(program: httpx.AsyncClient, cast: Cast, code: str) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    for path in ("", "/items/2", "/review"):
        told = (await program.get(f"/attempts/{attempt}{path}")).text
        assert not re.search("correct|explanation|Because", told)


async def test_an_answer_by_script_is_kept_and_labeled(program: httpx.AsyncClient, cast: Cast, code: str) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    path = f"/attempts/{attempt}/items/1/response"
    told = (await program.post(path, data={"chosen": "b", "revision": "0"})).json()
    assert (told["saved_label"], told["revision"], told["chosen"]) == ("03:12:00\xa0EST", 1, ["b"])
    assert (await program.post(path, json={"chosen": ["a"], "revision": 0})).json()["changed_elsewhere"] is True
    refused = await program.post(path, json={"chosen": ["z"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_offered")


async def test_time_on_a_question_is_active_time_of_its_lesson(
    program: httpx.AsyncClient, cast: Cast, code: str, the_clock: Clock
) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    page = (await program.get(f"/attempts/{attempt}/items/1")).json()
    the_clock.move(seconds=50)
    there = f"/attempts/{attempt}/items/1/activity?opened={page['opened_proof']}"
    told = await program.post(there, json={"active": "0-1e"})
    assert told.status_code == 204
    assert [row["active_s"] for row in await LessonProgress.select(LessonProgress.active_s)] == [50]


async def test_a_flag_stays_until_it_is_taken_away(maria: httpx.AsyncClient, cast: Cast, code: str) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    await maria.post(f"/attempts/{attempt}/items/2/flag", data={"flagged": "on"})
    shown = await page(maria, f"/attempts/{attempt}/items/1")
    assert "Flagged: question 2" in shown
    assert "Not answered: questions 1, 2" in shown
    await maria.post(f"/attempts/{attempt}/items/2/flag", data={"flagged": "off"})
    assert "Flagged: question 2" not in await page(maria, f"/attempts/{attempt}/items/1")


async def test_when_the_time_is_over_what_was_saved_is_sent(
    maria: httpx.AsyncClient, cast: Cast, code: str, the_clock: Clock
) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    await attempts.answer(cast.maria, code=attempt, position=1, chosen=(await taken.right_answers(attempt))[1])
    the_clock.move(minutes=11)
    assert "The time is over." in await page(maria, f"/attempts/{attempt}")
    late = await maria.post(f"/attempts/{attempt}/items/2/response", data={"chosen": "b"})
    assert late.status_code == 409
    await maria.post(f"/attempts/{attempt}/submission")
    assert "You got 1 of 2 (50%)" in await page(maria, f"/attempts/{attempt}")


async def test_an_expired_session_leads_back_to_the_same_question(browser_as: Browser, cast: Cast, code: str) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    nobody = await browser_as(None)
    answer = await nobody.get(f"/attempts/{attempt}/items/2")
    assert answer.headers["location"] == f"/sign-in?next=/attempts/{attempt}/items/2"
    lost = await nobody.post(
        f"/attempts/{attempt}/items/2/response", data={"chosen": "b"}, headers={"accept": "application/json"}
    )
    assert lost.status_code == 401
    assert await Response.count() == 0


async def test_the_statement_finishes_the_course(
    maria: httpx.AsyncClient, cast: Cast, code: str, the_clock: Clock
) -> None:
    path = f"/enrollments/{code}/statement"
    assert "It opens once everything else is done." in await page(maria, path)
    await taken.finish_lessons(cast.maria, code, the_clock)
    await taken.pass_quiz(cast.maria, code, "final-exam")
    assert f"I, {cast.maria.name}, took the course Evidence in the Rain myself." in await page(maria, path)
    wrong = await maria.post(path, data={"name": "Fine & <dry>"})
    assert wrong.status_code == 422
    assert "Fine &amp; &lt;dry&gt;" in wrong.text
    assert "Type your name as your record has it" in wrong.text
    done = await maria.post(path, data={"name": cast.maria.name, "agrees": "on"})
    assert done.headers["location"] == f"/enrollments/{code}/completion"
    text = await page(maria, done.headers["location"])
    completion = await Completion.objects().first()
    assert completion is not None
    assert f"/completions/{completion.code}/certificate-card" in text
    assert "Well done, Maria." in text


async def test_a_job_aid_is_one_printable_page(maria: httpx.AsyncClient) -> None:
    assert "Rain card" in await page(maria, "/job-aids/rain/1/rain-card")
    assert (await maria.get("/job-aids/rain/1/unknown")).status_code == 404


def paths(code: str, attempt: str) -> list[str]:
    lesson = f"/enrollments/{code}/lessons/first-steps"
    return [
        f"/enrollments/{code}",
        f"/enrollments/{code}/progress",
        lesson,
        f"{lesson}/quiz",
        f"/enrollments/{code}/statement",
        f"/attempts/{attempt}",
        f"/attempts/{attempt}/items/1",
        f"/attempts/{attempt}/review",
    ]


@pytest.mark.parametrize("who", ["tyler", "otis", "ruth"])
async def test_other_learners_find_nothing(browser_as: Browser, cast: Cast, code: str, who: str) -> None:
    other: Actor = getattr(cast, who)
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    client = await browser_as(other)
    for path in paths(code, attempt):
        assert (await client.get(path)).status_code == 404, path
    for path in (f"/enrollments/{code}/lessons/first-steps/reading", f"/attempts/{attempt}/submission"):
        assert (await client.post(path)).status_code == 404, path
    assert await LessonProgress.select(LessonProgress.read_at) == [{"read_at": None}]
    assert [row["state"] for row in await Enrollment.select(Enrollment.state)] == ["in_progress"]


async def test_every_page_speaks_json_to_programs(program: httpx.AsyncClient, cast: Cast, code: str) -> None:
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    for path in ["/my-training", *paths(code, attempt)]:
        answer = await program.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), path
        assert isinstance(answer.json(), dict)


# A lecture asks for one more, and questions of the bank inside it for another. My training asks for what was
# approved from elsewhere and for roll calls, too: columns of their own, which one statement could only glue together.
BUDGET = {"": 3, "/progress": 3, "/lessons/first-steps": 1, "/lessons/lecture": 3, "/lessons/first-steps/quiz": 5}


async def test_pages_keep_to_their_statements(maria: httpx.AsyncClient, cast: Cast, code: str) -> None:
    await lessons.read(cast.maria, code=code, key="first-steps")
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    await page(maria, f"/enrollments/{code}/lessons/lecture")
    budgets = {f"/enrollments/{code}{rest}": count for rest, count in BUDGET.items()}
    budgets |= {"/my-training": 4, f"/attempts/{attempt}": 3, f"/attempts/{attempt}/review": 2}
    for path, count in budgets.items():
        with statements() as sent:
            await page(maria, path)
        own = [
            sql for sql in sent if "sign_in_session" not in sql and not re.match(r"(?i)\s*(begin|commit|rollback)", sql)
        ]
        assert len(own) <= count, (path, own)
