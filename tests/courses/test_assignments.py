"""The life of an assignment: who joins later, cycles, leave and exemptions, two sites, withdrawing and setting back."""

from datetime import date, timedelta

import msgspec
import pytest

from academy.codes import new_code
from academy.errors import NotFound
from academy.sites.access import SiteRow
from academy.sites.actions import Joining, join
from academy.sites.tables import Unit
from academy.structure.actions import close_unit
from courses.assigning.actions.changing import change, undo, withdraw
from courses.assigning.actions.making import make
from courses.assigning.actions.reaching import note_trouble, reach
from courses.assigning.choice import Choice
from courses.assigning.jobs import look_for_people
from courses.assigning.listing import assignment_view
from courses.assigning.rules import AssignmentMoved, NothingToAssign, TooLateToUndo
from courses.assigning.targets import targets
from courses.learning.actions import enrollments
from courses.learning.actions.leave import end_leave, enter_leave
from courses.learning.actions.overrides import set_due_date
from courses.learning.assignments.tables import AssignmentLine
from courses.learning.rules.overrides import DayOver
from courses.learning.tables import Enrollment, Exemption, Leave
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course
from tests.courses.site_training import drain_but_papers, hire, two_courses

DAY = timedelta(1)
TODAY = date(2026, 11, 21)
SQUAD = Choice(
    step=4, course="rain", units=("Patrol South",), joiners=True, due_kind="after_assigned", days="30", reason="New."
)
pytestmark = pytest.mark.usefixtures("the_clock")


def site(cast: Cast, slug: str = "raleigh-nc") -> SiteRow:
    place = cast.places[slug]
    return SiteRow(place.site_id, slug, slug, "NC", place.zone)


async def given(cast: Cast, choice: Choice = SQUAD, *, by: str = "ruth", slug: str = "raleigh-nc") -> str:
    target = next(one for one in await targets() if one.slug == choice.course)
    return (await make(cast.people[by], site=site(cast, slug), target=target, choice=choice)).code


async def rows(*columns: str, person: int) -> list[tuple[object, ...]]:
    found = await Enrollment.select(*columns).where(Enrollment.person == person).order_by(Enrollment.id)
    return [tuple(row.values()) for row in found]


async def lines(person: int) -> list[tuple[object, ...]]:
    columns = (AssignmentLine.cycle, AssignmentLine.outcome, AssignmentLine.due_on)
    found = await AssignmentLine.select(*columns).where(AssignmentLine.person == person).order_by(AssignmentLine.id)
    return [tuple(row.values()) for row in found]


async def look() -> None:
    await look_for_people()
    await drain_but_papers()


async def test_who_joins_the_unit_later_gets_it_once_with_a_date_of_their_own(cast: Cast, the_clock: Clock) -> None:
    await two_courses()
    code = await given(cast)
    await look()
    the_clock.move(days=10)
    await hire(cast.places["raleigh-nc"], "Nina New")
    await hire(cast.places["raleigh-nc"], "Ulla Unitless", unit=False)
    await look()
    await look()
    new = await Enrollment.select(Enrollment.person.full_name, Enrollment.due_on, Enrollment.reason).where(
        Enrollment.due_on != TODAY + 30 * DAY
    )
    assert [tuple(one.values()) for one in new] == [("Nina New", TODAY + 40 * DAY, "New.")]
    view = await assignment_view(site(cast), code)
    assert (len(view.people), view.row.looked_at) == (4, the_clock.now)
    await close_unit(cast.ruth, site=site(cast), code=view.units[0].code)
    assert await Unit.count().where(Unit.closed_on.is_not_null()) == 1
    await look()
    view = await assignment_view(site(cast), code)
    assert ([one.name for one in view.closed], view.count(0, 1, 2)) == (["Patrol South"], 4)


async def test_a_cycle_opens_a_month_before_it_is_due_and_counts_from_the_completion(
    cast: Cast, the_clock: Clock
) -> None:
    await taken_course.publish(taken_course.content())
    yearly = msgspec.structs.replace(SQUAD, months="12", grace="10")
    await given(cast, yearly)
    await taken_course.complete(cast.maria, the_clock)
    done = the_clock.now.date()
    the_clock.move(days=330)
    await look()
    assert len(await lines(cast.maria.id)) == 1
    the_clock.move(days=10)
    await look()
    await look()
    assert await lines(cast.maria.id) == [
        (1, "given", TODAY + 30 * DAY),
        (2, "given", done.replace(year=done.year + 1) + 10 * DAY),
    ]
    assert await rows("cycle", "state", person=cast.maria.id) == [(1, "completed"), (2, "enrolled")]


async def test_leave_and_exemption_wait_and_who_comes_back_gets_it(cast: Cast, the_clock: Clock) -> None:
    await two_courses()
    place = cast.places["raleigh-nc"]
    await enter_leave(cast.ruth, slug="raleigh-nc", person=cast.maria.code, days=(TODAY, None), reason="Deployed")
    course = next(one.courses[0] for one in await targets() if one.slug == "rain")
    exempt = Exemption(
        code=new_code(), person=cast.tyler.id, site=place.site_id, course=course, from_on=TODAY,
        until_on=TODAY + 9 * DAY, reason="Teaches it", given_by=cast.ruth.id,
    )  # fmt: skip
    await Exemption.insert(exempt)
    await given(cast, msgspec.structs.replace(SQUAD, joiners=False))
    assert await lines(cast.maria.id) == [(1, "on_leave", None)]
    assert await lines(cast.tyler.id) == [(1, "exempt", None)]
    assert await rows("id", person=cast.tyler.id) == []
    the_clock.move(days=5)
    [leave] = await Leave.select()
    await end_leave(cast.ruth, slug="raleigh-nc", code=leave["code"], last_day=TODAY + 4 * DAY)
    await look()
    assert await lines(cast.maria.id) == [(1, "given", TODAY + 35 * DAY)]
    the_clock.move(days=5)
    await look()
    assert await rows("due_on", person=cast.tyler.id) == [(TODAY + 40 * DAY,)]


async def test_no_site_overwrites_what_counts_for_another_and_the_earliest_date_is_shown(cast: Cast) -> None:
    await two_courses()
    tulsa = cast.places["tulsa-ok"]
    both = Joining(person_id=cast.maria.id, site_id=tulsa.site_id, agency_id=tulsa.agency_id, starts_on=TODAY)
    await join(None, both)
    dated = msgspec.structs.replace(SQUAD, due_kind="on", due_on="2026-12-20")
    await given(cast, dated)
    theirs = Choice(course="rain", people=(cast.maria.code,), due_on="2026-12-31", reason="Tulsa's.")
    code = await given(cast, theirs, by="nora", slug="tulsa-ok")
    shown = ("site", "due_on", "reason", "assigned_by")
    ours = (cast.places["raleigh-nc"].site_id, date(2026, 12, 20), "New.", cast.ruth.id)
    assert await rows(*shown, person=cast.maria.id) == [ours]
    sooner = msgspec.structs.replace(theirs, due_on="2026-12-05", step=4)
    await change(cast.nora, site=site(cast, "tulsa-ok"), code=code, choice=sooner)
    assert await rows(*shown, person=cast.maria.id) == [(ours[0], date(2026, 12, 5), *ours[2:])]
    await withdraw(cast.nora, site=site(cast, "tulsa-ok"), code=code, reason="Not ours.")
    assert await rows(*shown, person=cast.maria.id) == [ours]
    with pytest.raises(NotFound):
        await withdraw(cast.ruth, site=site(cast), code=code, reason="Not mine.")


async def test_withdrawing_takes_what_is_open_and_can_be_set_back_for_a_day(cast: Cast, the_clock: Clock) -> None:
    await taken_course.publish(taken_course.content())
    code = await given(cast)
    await taken_course.complete(cast.maria, the_clock)
    assert await withdraw(cast.ruth, site=site(cast), code=code, reason="Wrong course.") == 2
    assert await rows("state", person=cast.maria.id) == [("completed",)]
    assert await rows("state", "withdrawn_reason", person=cast.tyler.id) == [("withdrawn", "Wrong course.")]
    await enrollments.enroll(cast.ruth, course_slug="rain")
    with pytest.raises(AssignmentMoved):
        await change(cast.ruth, site=site(cast), code=code, choice=SQUAD)
    assert await undo(cast.ruth, site=site(cast), code=code) == (1, 1)
    assert await rows("state", "due_on", person=cast.tyler.id) == [("enrolled", TODAY + 30 * DAY)]
    await withdraw(cast.ruth, site=site(cast), code=code, reason="Wrong all the same.")
    the_clock.move(hours=25)
    with pytest.raises(TooLateToUndo):
        await undo(cast.ruth, site=site(cast), code=code)


async def test_a_change_of_people_and_date_keeps_what_staff_set_and_what_others_ask(
    cast: Cast, the_clock: Clock
) -> None:
    await two_courses()
    code = await given(cast)
    [(enrollment,)] = await rows("code", person=cast.tyler.id)
    await set_due_date(cast.ruth, slug="raleigh-nc", code=str(enrollment), due_on=TODAY + 90 * DAY, reason="Course.")
    new = msgspec.structs.replace(SQUAD, days="60", left_out=(cast.maria.code,), reason="Changed.")
    await change(cast.ruth, site=site(cast), code=code, choice=new)
    assert await rows("state", "withdrawn_reason", person=cast.maria.id) == [("withdrawn", "Changed.")]
    assert await rows("due_on", "reason", person=cast.tyler.id) == [(TODAY + 90 * DAY, "Changed.")]
    view = await assignment_view(site(cast), code)
    assert {one.name: one.due_on for one in view.people}["Tyler Brandt"] == TODAY + 90 * DAY
    await reach(view.row.id)
    assert await rows("state", person=cast.maria.id) == [("withdrawn",)]
    await change(cast.ruth, site=site(cast), code=code, choice=SQUAD)
    states = await rows("state", "due_on", person=cast.maria.id)
    assert states == [("withdrawn", TODAY + 30 * DAY), ("enrolled", TODAY + 30 * DAY)]
    for wrong, refusal in ((("on", "2026-01-01"), DayOver), (("none", ""), NothingToAssign)):
        bad = msgspec.structs.replace(SQUAD, due_kind=wrong[0], due_on=wrong[1], units=(), joiners=False)
        with pytest.raises(refusal):
            await given(cast, bad)
    await note_trouble(view.row.id)
    assert "tried again" in ((await assignment_view(site(cast), code)).row.trouble or "")
