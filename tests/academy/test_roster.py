"""A roster from the file to the undo, in a real database: what it does to people, twice, half-way, and set back."""

import msgspec
import pytest

import app
from academy import jobs
from academy.audit import AuditEvent
from academy.errors import Invalid, NotFound
from academy.people.tables import Person
from academy.roster.access import ImportRow, import_at
from academy.roster.actions import applying, drafting
from academy.roster.queries import imported_before, kept_rows, rows_of
from academy.roster.rules.lifecycle import CannotMove, TooLateToUndo
from academy.roster.tables import RosterImport, RosterRow
from academy.sign_in.actions import set_password
from academy.sites.tables import Membership, Unit, UnitMember
from courses.learning.actions import enrollments
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course

HEAD = "Name,E-mail,Rank,Unit,SSN\n"
FILE = HEAD + (
    "Tyler Brandt,tyler@example.gov,Sgt.,Patrol South;K9,123-45-6789\n"
    "Ruth Okafor,ruth@example.gov,,,123-45-6780\n"
    "New Person,new@example.gov,Ofc.,K9,123-45-6781\n"
    "Second Person,second@example.gov,Ofc.,,123-45-6782\n"
    "Otis Whitaker,otis@example.gov,,,123-45-6783\n"
)


async def planned(cast: Cast, content: str = FILE) -> ImportRow:
    site_id = cast.places["raleigh-nc"].site_id
    code = await drafting.take(cast.ruth, site_id=site_id, file_name="roster.csv", content=content.encode())
    goes = msgspec.json.decode((await import_at(site_id, code)).goes, type=tuple[str, ...])
    await drafting.choose_columns(cast.ruth, site_id=site_id, code=code, goes=goes, adds_units=True)
    return await import_at(site_id, code)


async def applied(cast: Cast, content: str = FILE) -> ImportRow:
    row = await planned(cast, content)
    await drafting.start(cast.ruth, site_id=row.site_id, code=row.code)
    await jobs.drain()
    return await import_at(row.site_id, row.code)


async def belongs(email: str) -> tuple[list[str], str | None]:
    """Where somebody works now, by unit, and their rank."""
    units = await UnitMember.select(UnitMember.unit.name.as_alias("name")).where(
        UnitMember.membership.person.email == email, UnitMember.ends_on.is_null()
    )
    person = await Person.select(Person.rank).where(Person.email == email).first() or {}
    return sorted(row["name"] for row in units), person.get("rank")


async def open_members(cast: Cast) -> int:
    here = Membership.site == cast.places["raleigh-nc"].site_id
    return await Membership.count().where(here, Membership.ends_on.is_null())


async def test_nothing_changes_before_somebody_applies_it_and_no_secret_number_is_kept(cast: Cast):
    people = await Person.count()
    row = await planned(cast)
    verdicts = {one.name: one.verdict for one in await rows_of(row.id, "need", start=0)}
    assert verdicts == {"Otis Whitaker": "transfer"}
    assert [one.name for one in await rows_of(row.id, "missing", start=0)] == ["Maria Elena Castañeda-Okonkwo"]
    kept = await RosterImport.select(RosterImport.sheet).first() or {}
    rows = await RosterRow.select(RosterRow.planned)
    assert "123-45" not in kept["sheet"] + "".join(one["planned"] for one in rows)
    assert await Person.count() == people
    assert (await belongs("tyler@example.gov")) == (["Patrol South"], "Ofc.")


async def test_an_import_adds_changes_and_drops_nobody_and_twice_is_once(cast: Cast):
    row = await applied(cast)
    assert (row.state, row.done_count) == ("applied", 6)
    assert await belongs("tyler@example.gov") == (["K9", "Patrol South"], "Sgt.")
    assert await belongs("new@example.gov") == (["K9"], "Ofc.")
    assert await open_members(cast) == 5
    assert (await RosterImport.select(RosterImport.sheet).first() or {})["sheet"] == ""
    again = await planned(cast)
    assert await imported_before(again) == row.applied_at
    verdicts = {one["verdict"] for one in await RosterRow.select().where(RosterRow.roster_import == again.id)}
    assert verdicts == {"same", "transfer", "missing"}
    assert await Unit.count().where(Unit.name == "K9") == 1
    words = [
        one["action"]
        for one in await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id)
        if one["action"].startswith("roster")
    ]
    assert words == [f"roster:import:{verb}" for verb in ("take", "plan", "apply", "finish", "take", "plan")]


async def test_who_was_chosen_has_left_and_the_undo_brings_everything_back(cast: Cast):
    row = await planned(cast)
    [missing] = await rows_of(row.id, "missing", start=0)
    await drafting.choose(cast.ruth, site_id=row.site_id, code=row.code, shown=[missing.id], chosen=[missing.id])
    await drafting.start(cast.ruth, site_id=row.site_id, code=row.code)
    await jobs.drain()
    assert await belongs("maria@example.gov") == ([], "Ofc.")
    assert await open_members(cast) == 4
    await drafting.start_undo(cast.ruth, site_id=row.site_id, code=row.code)
    await jobs.drain()
    assert (await import_at(row.site_id, row.code)).state == "undone"
    assert await belongs("maria@example.gov") == (["Patrol South"], "Ofc.")
    assert await belongs("tyler@example.gov") == (["Patrol South"], "Ofc.")
    assert await open_members(cast) == 3
    assert await kept_rows(row.id) == ()
    assert {one.verdict for one in await rows_of((await planned(cast)).id, "add", start=0)} == {"add"}


async def test_an_undo_keeps_what_was_touched_since_and_says_so(cast: Cast):
    app.wire()
    row = await applied(cast)
    await Person.update({Person.rank: "Lt."}).where(Person.email == "tyler@example.gov")
    new = await Person.select(Person.id, Person.code).where(Person.email.like("%person%") | Person.email.is_in(
        ["new@example.gov", "second@example.gov"])).order_by(Person.id)  # fmt: skip
    await set_password(None, person_id=new[0]["id"], password="a long enough password")
    await taken_course.publish(taken_course.content())
    people = (new[1]["code"],)
    await enrollments.assign(
        cast.ruth, site_id=row.site_id, course_slug="rain", people=people, due_on=None, reason="New"
    )
    await drafting.start_undo(cast.ruth, site_id=row.site_id, code=row.code)
    await jobs.drain()
    told = {one.name: (one.outcome, one.note) for one in await kept_rows(row.id)}
    assert told == {
        "Tyler Brandt": ("undone", "Changed by hand since"),
        "New Person": ("kept", "The account is in use"),
        "Second Person": ("kept", "Has training records here"),
    }
    assert await belongs("tyler@example.gov") == (["Patrol South"], "Lt.")


async def test_a_run_that_died_goes_on_and_what_changed_meanwhile_is_left_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(applying, "CHUNK", 2)
    row = await planned(cast)
    await Person.update({Person.rank: "Lt."}).where(Person.email == "tyler@example.gov")
    await drafting.start(cast.ruth, site_id=row.site_id, code=row.code)
    real, calls = applying.do, []

    async def dies(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError("the machine stopped")
        await real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(applying, "do", dies)
    with pytest.raises(OSError, match="stopped"):
        await jobs.drain()
    await applying.apply(row.id)
    await applying.apply(row.id)
    assert (await import_at(row.site_id, row.code)).done_count == 6
    assert await Person.count().where(Person.email == "new@example.gov") == 1
    [changed] = await kept_rows(row.id)
    assert (changed.name, changed.note) == ("Tyler Brandt", applying.CHANGED)


async def test_only_this_sites_coordinator_and_only_in_the_right_order(cast: Cast, the_clock: Clock):
    row = await planned(cast)
    for stranger in (cast.nora, cast.sam, cast.maria, cast.ines):
        with pytest.raises(NotFound):
            await drafting.take(stranger, site_id=row.site_id, file_name="x.csv", content=FILE.encode())
        with pytest.raises(NotFound):
            await drafting.start(stranger, site_id=row.site_id, code=row.code)
    with pytest.raises(NotFound):
        await import_at(cast.places["tulsa-ok"].site_id, row.code)
    with pytest.raises(CannotMove):
        await drafting.start_undo(cast.ruth, site_id=row.site_id, code=row.code)
    with pytest.raises(Invalid):
        await drafting.choose_columns(cast.ruth, site_id=row.site_id, code=row.code, goes=("",), adds_units=True)
    done = await applied(cast)
    with pytest.raises(CannotMove):
        await drafting.start(cast.ruth, site_id=row.site_id, code=done.code)
    the_clock.move(days=8)
    with pytest.raises(TooLateToUndo):
        await drafting.start_undo(cast.ruth, site_id=row.site_id, code=done.code)


async def test_a_file_nobody_went_on_with_is_forgotten(cast: Cast, the_clock: Clock):
    kept, dropped = await applied(cast), await planned(cast)
    the_clock.move(days=15)
    await jobs.sweep()
    assert await RosterImport.count().where(RosterImport.id == kept.id) == 1
    assert await RosterImport.count().where(RosterImport.id == dropped.id) == 0
    assert await RosterRow.count().where(RosterRow.roster_import == dropped.id) == 0
