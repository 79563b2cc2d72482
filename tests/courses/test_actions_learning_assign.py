"""Assigning to a roster: all or nobody, one site only, harmless to repeat, constant in statements."""

from datetime import date, timedelta

import pytest

from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.db.watch import statements
from academy.errors import Invalid, NotFound
from courses.learning.actions import enrollments
from courses.learning.actions.enrollments import Assigned
from courses.learning.rules.overrides import DayOver
from courses.learning.tables import Enrollment
from tests.cast import Cast
from tests.courses import taken_course as taken

DUE = date(2026, 12, 18)
REASON = "Your agency now collects casings from every confirmed shooting."


@pytest.fixture(autouse=True)
async def published(database: DatabaseEngine) -> None:
    await taken.publish(taken.content())


async def assign(cast: Cast, *names: str, by: str = "ruth", due_on: date | None = DUE) -> Assigned:
    return await enrollments.assign(
        getattr(cast, by),
        site_id=cast.places["raleigh-nc"].site_id,
        course_slug="rain",
        people=tuple(getattr(cast, name).code for name in names),
        due_on=due_on,
        reason=REASON,
    )


async def rows() -> list[Enrollment]:
    return list(await Enrollment.objects().order_by(Enrollment.person))


async def test_everybody_on_the_list_gets_the_course_with_date_and_reason(cast: Cast) -> None:
    assert await assign(cast, "maria", "tyler") == Assigned(2, 0)
    for row, person in zip(await rows(), (cast.maria, cast.tyler), strict=True):
        assert (row.person, row.source, row.due_on, row.reason) == (person.id, "assigned", DUE, REASON)
        assert row.assigned_by == cast.ruth.id
    event = await AuditEvent.objects().order_by(AuditEvent.id, ascending=False).first()
    assert event is not None
    assert (event.action, event.actor_id) == ("learning:enrollment:assign", cast.ruth.id)


async def test_who_takes_the_course_already_keeps_the_place_and_the_earliest_date_counts(cast: Cast) -> None:
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    assert await assign(cast, "maria", "tyler", "maria") == Assigned(1, 1)
    assert await assign(cast, "maria", "tyler", due_on=None) == Assigned(0, 2)
    maria, tyler = await rows()
    assert (maria.code, maria.source, maria.due_on) == (code, "self", DUE)
    assert tyler.due_on == DUE
    await assign(cast, "tyler", due_on=DUE - timedelta(1))
    assert (await rows())[1].due_on == DUE - timedelta(1)
    with pytest.raises(DayOver):
        await assign(cast, "tyler", due_on=date(2020, 1, 1))


@pytest.mark.parametrize("by", ["nora", "sam", "maria", "ines", "ada", "visitor"])
async def test_only_the_sites_coordinator_assigns(cast: Cast, by: str) -> None:
    with pytest.raises(NotFound):
        await assign(cast, "maria", by=by)
    assert await Enrollment.count() == 0


async def test_a_list_with_somebody_from_elsewhere_assigns_nobody(cast: Cast) -> None:
    with pytest.raises(Invalid):
        await assign(cast, "maria", "otis")
    with pytest.raises(Invalid):
        await assign(cast)
    assert await Enrollment.count() == 0


async def test_the_number_of_statements_does_not_grow_with_the_list(cast: Cast) -> None:
    with statements() as few:
        await assign(cast, "maria")
    with statements() as more:
        await assign(cast, "tyler", "ruth")
    assert len(more) <= len(few) <= 19
