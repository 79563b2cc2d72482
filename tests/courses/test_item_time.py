"""Time at a question: bounded by the academy's clock, each second once, whatever pages report and however late."""

import re
from datetime import timedelta

import httpx
import msgspec
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.actions import attempts, enrollments
from courses.learning.actions.activity import ActiveReport
from courses.learning.queries.paper import paper_of
from courses.learning.records import attempts as sealed
from courses.learning.rules.intervals import Ranges, total, union, without
from courses.learning.rules.item_time import with_seen
from courses.learning.tables import AttemptItem
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken
from tests.strategies_learning import raw_ranges

reports = st.lists(st.tuples(st.integers(1, 4), raw_ranges, st.integers(0, 500), st.integers(0, 900)), max_size=12)


@given(reports)
def test_the_questions_of_an_attempt_never_have_more_time_than_it(told: list[tuple[int, Ranges, int, int]]) -> None:
    seen: dict[int, Ranges] = {}
    latest = 0
    for position, reported, opened, until in told:
        others = union(*(spans for place, spans in seen.items() if place != position))
        found = with_seen(seen.get(position, ()), others, reported, opened=opened, until=until)
        assert without(seen.get(position, ()), found) == (), "what is known is never lost"
        assert with_seen(found, others, reported, opened=opened, until=until) == found, "nor counted twice"
        seen[position], latest = found, max(latest, until)
    assert sum(map(total, seen.values())) == total(union(*seen.values())) <= latest


class Sitting(msgspec.Struct):
    """Maria at a quiz of two questions, with the proofs of their pages."""

    web: httpx.AsyncClient
    code: str
    proofs: dict[int, str] = {}

    async def open(self, position: int) -> None:
        page = await self.web.get(f"/attempts/{self.code}/items/{position}")
        found = re.search(rf'/items/{position}/activity" data-token="([^"]+)" data-focus', page.text)
        assert found
        self.proofs[position] = found[1]

    async def tell(self, position: int, active: str, *, proof: str = "") -> int:
        address = f"/attempts/{self.code}/items/{position}/activity"
        params = {"opened": proof or self.proofs[position]}
        return (await self.web.post(address, params=params, json={"active": active})).status_code

    async def spent(self) -> list[int | None]:
        rows = await AttemptItem.select(AttemptItem.spent_s).order_by(AttemptItem.position)
        return [row["spent_s"] for row in rows]


async def sit(cast: Cast, browser_as: Browser) -> Sitting:
    await taken.publish(taken.content())
    enrollment = await enrollments.enroll(cast.maria, course_slug="rain")
    code = await attempts.start(cast.maria, code=enrollment, key="first-steps")
    return Sitting(await browser_as(cast.maria), code, {})


async def test_visits_add_up_and_what_waited_on_a_device_counts_once(
    cast: Cast, browser_as: Browser, the_clock: Clock
) -> None:
    maria = await sit(cast, browser_as)
    await maria.open(1)
    the_clock.move(seconds=30)
    await maria.open(2)
    assert await maria.spent() == [None, None], "nobody measured yet"
    the_clock.move(seconds=60)
    for _ in range(2):
        assert await maria.tell(1, "0-u") == 204
    assert await maria.tell(2, "0-a") == 204
    assert await maria.spent() == [30, 10]
    first = maria.proofs[1]
    await maria.open(1)
    the_clock.move(seconds=20)
    assert await maria.tell(1, "0-k") == 204
    assert await maria.tell(1, "0-u", proof=first) == 204, "the first visit once more, out of order"
    assert await maria.spent() == [50, 10]


async def test_nobody_reports_more_than_the_clock_allows(cast: Cast, browser_as: Browser, the_clock: Clock) -> None:
    maria = await sit(cast, browser_as)
    await maria.open(1)
    await maria.open(2)
    the_clock.move(seconds=10)
    assert await maria.tell(1, "0-k0") == 204, "twelve minutes in ten seconds"
    assert await maria.tell(2, "0-a") == 204, "the same ten seconds at another question"
    assert await maria.tell(2, "0-a", proof=maria.proofs[1]) == 204
    assert await maria.tell(2, "0-a", proof="1.forged") == 204
    assert await maria.spent() == [10, None]
    assert await maria.tell(1, "0--5") == 422
    assert await maria.tell(9, "0-a", proof=maria.proofs[1]) == 204, "a proof of another page proves nothing"
    await attempts.submit(cast.maria, code=maria.code)
    the_clock.move(seconds=10)
    assert await maria.tell(1, "0-k") == 204, "what comes after sending changes nothing"
    row = await taken.attempt_row(maria.code)
    paper = await paper_of(int(str(row["id"])))
    assert [item.spent_s for item in paper.items] == [10, None]
    items = (await sealed([row["id"]]))[row["id"]]["items"]  # type: ignore[list-item, index]
    assert [item.get("spent_s") for item in items] == [10, None]


async def test_time_after_the_deadline_is_nobodys(cast: Cast, browser_as: Browser, the_clock: Clock) -> None:
    await taken.publish(taken.content(time_limit_minutes=1))
    enrollment = await enrollments.enroll(cast.maria, course_slug="rain")
    code = await attempts.start(cast.maria, code=enrollment, key="first-steps")
    opened = the_clock.now
    the_clock.move(seconds=65)
    report = ActiveReport("0-1t")
    await attempts.at_question(
        cast.maria, code=code, position=1, report=report, opened_at=opened + timedelta(seconds=3)
    )
    [row, _] = await AttemptItem.select(AttemptItem.spent_s).order_by(AttemptItem.position)
    assert row["spent_s"] == 57
