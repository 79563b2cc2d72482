"""The page of item analysis: who may see it, what it counts, and what it hides."""

from statistics import median

import pytest

from academy.db.watch import statements
from academy.db.work import insert_many
from courses.authoring.tables import CourseAuthor, Question, Quiz
from courses.learning.tables import Attempt, AttemptItem, Enrollment, Response
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import taken_course

PATH = "/authoring/rain/1/items"


async def sat(cast: Cast, count: int, *, number: int = 1) -> None:
    """Graded attempts at the final with two questions; the first is right for the better half, the second for most."""
    [version] = await Question.raw("SELECT id, course FROM course_version")
    questions = (
        await Question.select(Question.id).where(Question.key.is_in(["law-1", "scenes-1"])).order_by(Question.id)
    )
    quiz = await Quiz.select(Quiz.id).where(Quiz.final.eq(True)).first() or {}
    site, person = cast.places["raleigh-nc"].site_id, cast.maria.id
    old = await Enrollment.count()
    enrollments = [
        Enrollment(code=f"e{old + n}", person=person, course=version["course"], version=version["id"], site=site,
                   state="withdrawn", source="self") for n in range(count)
    ]  # fmt: skip
    await insert_many(enrollments)
    points = [(int(n % 2 == 0), int(n % 10 not in (1, 3))) for n in range(count)]
    attempts = [
        Attempt(code=f"a{old + n}", enrollment=enrollments[n].id, quiz=quiz["id"], number=number, state="open",
                seed=1, points=sum(points[n]), possible=2) for n in range(count)
    ]  # fmt: skip
    await insert_many(attempts)
    items = [AttemptItem(attempt=one.id, position=at + 1, question=questions[at]["id"], choice_order="a,b,c,d",
                         spent_s=one.id % 9 + 10 if at else None)
             for one in attempts for at in (0, 1)]  # fmt: skip
    await insert_many(items)
    await insert_many([
        Response(item=item.id, chosen="b" if points[at // 2][at % 2] else "c", points=points[at // 2][at % 2])
        for at, item in enumerate(items)
    ])  # fmt: skip
    await Attempt.update({Attempt.state: "graded"}).where(Attempt.state == "open")


async def authored(cast: Cast) -> None:
    await taken_course.publish(taken_course.content())
    [course] = await Question.raw("SELECT id FROM course")
    await CourseAuthor.insert(CourseAuthor(course=course["id"], person=cast.ines.id))


async def test_figures_flags_and_gaps(cast: Cast, browser_as: Browser) -> None:
    await authored(cast)
    ines = await browser_as(cast.ines)
    assert "Nobody has sent a quiz of this version yet." in (await ines.get(PATH)).text
    await sat(cast, 4)
    few = (await ines.get(f"{PATH}.csv")).text
    assert "under 5,,,," in few
    await sat(cast, 56)
    await sat(cast, 30, number=2)
    rows = {line.split(",")[1]: line for line in (await ines.get(f"{PATH}.csv")).text.splitlines()[1:]}
    assert set(rows) == {"law-1", "scenes-1"}
    assert ",60,50,0." in rows["law-1"], "second attempts do not count"
    times = await AttemptItem.select(AttemptItem.spent_s).where(
        AttemptItem.attempt.number == 1, AttemptItem.spent_s.is_not_null()
    )
    middle = int(median(row["spent_s"] for row in times))
    assert [rows[key].split(",")[6] for key in ("law-1", "scenes-1")] == ["", str(middle)], "measured or unknown"
    assert rows["law-1"].endswith("a: under 5; b (right): 30; c: 30; d: under 5")
    page = (await ines.get(PATH)).text
    assert f"0:{middle} to 0:{middle} min a question" in page
    assert "No question stands out" in page
    assert cast.maria.name not in page


@pytest.mark.parametrize("name", ["ravi", "ruth", "ada"])
async def test_only_authors_see_it(cast: Cast, browser_as: Browser, name: str) -> None:
    await authored(cast)
    assert (await (await browser_as(cast.people[name])).get(PATH)).status_code == 403


async def test_two_statements_however_many_answers(cast: Cast, browser_as: Browser) -> None:
    await authored(cast)
    ines, counts = await browser_as(cast.ines), []
    for count in (3, 30):
        await sat(cast, count)
        with statements() as seen:
            await ines.get(PATH)
        counts.append(len(seen))
    assert counts[0] == counts[1]
