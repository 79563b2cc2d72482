"""Accounts, sites, memberships and grants through their actions: refused, recorded, and never lost."""

from datetime import date

import msgspec
import pytest

from academy.access.actions import grant, revoke
from academy.access.tables import RoleGrant
from academy.actor import FOLLOWING_ROLES, MATRIX, Actor, Permission, Role, Visitor
from academy.audit import AuditEvent, Subject, record
from academy.errors import Conflict, Invalid, NotFound
from academy.people.actions import NewPerson, create_person, deactivate
from academy.people.tables import Person
from academy.sign_in.identity import of_person
from academy.sites.access import person_at_site, site_for
from academy.sites.actions import Joining, NewSite, create_agency, create_site, join, leave
from academy.sites.tables import Membership, Unit, UnitSupervisor
from tests.cast import GRANTS, Cast


async def actions_recorded() -> list[str]:
    rows = await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id)
    return [row["action"] for row in rows]


async def test_an_address_is_kept_in_small_letters_and_once(cast: Cast):
    person_id = await create_person(cast.ada, NewPerson(email=" New@Agency.GOV ", full_name=" New Person "))
    row = await Person.select().where(Person.id == person_id).first() or {}
    assert (row["email"], row["full_name"], row["certificate_name"]) == ("new@agency.gov", "New Person", "New Person")
    with pytest.raises(Conflict) as refusal:
        await create_person(cast.ada, NewPerson(email="NEW@agency.gov", full_name="Other"))
    assert refusal.value.code == "email_taken"


@pytest.mark.parametrize("email", ["", "name", "name@agency", "na me@agency.gov", "@agency.gov", "a@b@c.gov"])
async def test_what_cannot_be_an_address_is_refused(email: str, cast: Cast):
    before = await Person.count()
    with pytest.raises(Invalid):
        await create_person(cast.ada, NewPerson(email=email, full_name="New"))
    assert await Person.count() == before


async def test_an_account_closes_once_and_stays(cast: Cast):
    await deactivate(cast.ada, person_id=cast.maria.id)
    with pytest.raises(Conflict):
        await deactivate(cast.ada, person_id=cast.maria.id)
    assert await Person.exists().where(Person.id == cast.maria.id)
    assert (await actions_recorded()).count("people:person:deactivate") == 1


async def test_sites_and_agencies_are_named_once(cast: Cast):
    place = cast.places["raleigh-nc"]
    site = NewSite(slug="raleigh-nc", name="Other", state_code="NC", engagement="single", time_zone="America/New_York")
    with pytest.raises(Conflict):
        await create_site(cast.ada, site)
    with pytest.raises(Conflict):
        await create_agency(cast.ada, site_id=place.site_id, name="Raleigh Police Department", kind="police")
    assert await create_agency(
        cast.ada, site_id=cast.places["tulsa-ok"].site_id, name="Raleigh Police Department", kind="police"
    )


async def test_a_membership_ends_and_can_begin_again(cast: Cast):
    place = cast.places["raleigh-nc"]
    again = Joining(
        person_id=cast.maria.id, site_id=place.site_id, agency_id=place.agency_id, starts_on=date(2026, 1, 1)
    )
    with pytest.raises(Conflict):
        await join(cast.ada, again)
    row = await Membership.select(Membership.id).where(Membership.person == cast.maria.id).first() or {}
    await leave(cast.ada, membership_id=row["id"], ends_on=date(2025, 12, 31))
    with pytest.raises(Conflict):
        await leave(cast.ada, membership_id=row["id"], ends_on=date(2026, 6, 1))
    await join(cast.ada, again)
    ends = await Membership.select(Membership.ends_on).where(Membership.person == cast.maria.id)
    assert {one["ends_on"] for one in ends} == {date(2025, 12, 31), None}


@pytest.mark.parametrize("role", [role for role in Role if role not in FOLLOWING_ROLES])
async def test_site_roles_need_a_site_and_others_have_none(role: Role, cast: Cast):
    needs_site = role in (Role.COORDINATOR, Role.LIAISON)
    wrong = None if needs_site else cast.places["tulsa-ok"].site_id
    before = await RoleGrant.count()
    with pytest.raises(Invalid):
        await grant(cast.ada, person_id=cast.otis.id, role=role, site_id=wrong)
    assert await RoleGrant.count() == before


async def test_a_role_is_held_once_and_can_be_granted_again_after_it_was_taken_back(cast: Cast):
    with pytest.raises(Conflict):
        await grant(cast.ada, person_id=cast.ravi.id, role=Role.REVIEWER)
    row = await RoleGrant.select(RoleGrant.id).where(RoleGrant.person == cast.ravi.id).first() or {}
    await revoke(cast.ada, grant_id=row["id"])
    with pytest.raises(NotFound):
        await revoke(cast.ada, grant_id=row["id"])
    await grant(cast.ada, person_id=cast.ravi.id, role=Role.REVIEWER)
    assert (await actions_recorded())[-2:] == ["access:grant:revoke", "access:grant:create"]


@pytest.mark.parametrize("name", GRANTS)
async def test_a_site_opens_to_the_roles_of_the_matrix_and_only_there(name: str, cast: Cast):
    actor = cast.people[name]
    role, home = GRANTS[name]
    for slug in cast.places:
        for permission in (Permission.SEE_PROGRESS, Permission.ASSIGN, Permission.EXPORT):
            if slug == home and permission in MATRIX[role]:
                assert (await site_for(actor, slug, permission)).slug == slug
            else:
                with pytest.raises(NotFound):
                    await site_for(actor, slug, permission)


async def test_a_person_is_found_at_the_own_site_only_and_while_they_belong(cast: Cast):
    raleigh = cast.places["raleigh-nc"]
    assert (await person_at_site(raleigh.site_id, cast.maria.code)).full_name == cast.maria.name
    with pytest.raises(NotFound):
        await person_at_site(raleigh.site_id, cast.otis.code)
    row = await Membership.select(Membership.id).where(Membership.person == cast.maria.id).first() or {}
    await leave(cast.ada, membership_id=row["id"], ends_on=date(2026, 1, 1))
    with pytest.raises(NotFound):
        await person_at_site(raleigh.site_id, cast.maria.code)


async def test_who_supervises_an_open_unit_sees_it_at_that_site_until_they_leave(cast: Cast):
    raleigh, tulsa = (cast.places[slug].site_id for slug in ("raleigh-nc", "tulsa-ok"))
    unit = cast.places["raleigh-nc"].unit_id
    await UnitSupervisor.insert(UnitSupervisor(unit=unit, person=cast.tyler.id))
    tyler = await of_person(cast.tyler.id)
    seen = [tyler.may(Permission.SEE_UNIT, site) for site in (None, raleigh, tulsa)]
    assert (seen, tyler.supervises, tyler.grants) == ([True, True, False], frozenset({raleigh}), frozenset())
    assert tyler.roles == {Role.LEARNER, Role.SUPERVISOR}
    assert not tyler.may(Permission.SEE_PROGRESS)
    assert not msgspec.structs.replace(tyler, scopes=frozenset({Permission.LEARN})).may(Permission.SEE_UNIT, raleigh)
    await Unit.update({Unit.closed_on: date(2026, 1, 1)}).where(Unit.id == unit)
    assert not (await of_person(cast.tyler.id)).may(Permission.SEE_UNIT)
    await Unit.update({Unit.closed_on: None}).where(Unit.id == unit)
    row = await Membership.select(Membership.id).where(Membership.person == cast.tyler.id).first() or {}
    await leave(cast.ada, membership_id=row["id"], ends_on=date(2026, 1, 1))
    assert not (await of_person(cast.tyler.id)).supervises


@pytest.mark.parametrize("role", FOLLOWING_ROLES)
async def test_a_role_that_follows_from_a_place_is_never_granted(role: Role, cast: Cast):
    with pytest.raises(Invalid):
        await grant(cast.ada, person_id=cast.otis.id, role=role)


async def test_an_entry_says_who_what_where_and_survives_a_change_of_name(cast: Cast):
    await record(cast.ruth, "sites:unit:create", Subject("unit", 7, 3), name="Ünit")
    row = await AuditEvent.select().order_by(AuditEvent.id, ascending=False).first() or {}
    told = {name: row[name] for name in ("actor_id", "actor_label", "action", "subject_kind", "subject_id", "site_id")}
    assert told == {
        "actor_id": cast.ruth.id, "actor_label": "Ruth Okafor", "action": "sites:unit:create",
        "subject_kind": "unit", "subject_id": 7, "site_id": 3,
    }  # fmt: skip
    assert row["details"] == '{"name":"Ünit"}'


def test_nobody_may_do_anything_but_what_is_public():
    assert [permission for permission in Permission if Visitor.may(permission)] == [Permission.PUBLIC]


@pytest.mark.parametrize(("name", "initials", "short"), [("Ana Li", "AL", "Ana L."), ("Cher", "C", "Cher")])
def test_a_name_is_shortened(name: str, initials: str, short: str):
    actor = msgspec.structs.replace(Visitor, name=name)
    assert isinstance(actor, Actor)
    assert (actor.initials, actor.short_name) == (initials, short)
