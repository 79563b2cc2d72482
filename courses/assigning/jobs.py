"""Looking for people who came, came back, or take a course again: soon after somebody joins, and every hour."""

from academy import clock
from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from courses.assigning.actions.reaching import last_run, newest, note_trouble, reach, to_look_at
from courses.assigning.rules import is_look_due
from courses.learning.assignments.tables import AssignmentRun


@job("assigning.reach", lane="patient", gave_up=note_trouble)
async def reach_people(assignment_id: int) -> None:
    """Give one assignment to whoever is to have it by now."""
    await reach(assignment_id)


@every_minute
async def look_for_people() -> None:
    """Promise the looks, where somebody joined a site or unit since the last ones, or an hour has begun."""
    last, seen = await last_run(), await newest()
    known = (last["membership"], last["unit_member"]) if last else None
    if not is_look_due(last["ran_at"] if last else None, clock.now(), news=known != seen):
        return
    async with writing():
        ids = await to_look_at()
        for one in ids:
            await enqueue(reach_people, one)
        run = AssignmentRun(ran_at=clock.now(), membership=seen[0], unit_member=seen[1], looked_at=len(ids))
        await AssignmentRun.insert(run)
