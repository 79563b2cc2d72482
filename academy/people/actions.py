"""Making and ending accounts."""

import re
from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import Conflict, Invalid
from academy.facts import announce
from academy.people.facts import PersonDeactivated
from academy.people.tables import Person

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Audited(StrEnum):
    """What this area writes into the audit log."""

    CREATED = "people:person:create"
    DEACTIVATED = "people:person:deactivate"
    NAMED = "people:person:name-for-certificates"


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person when the account is made; the certificate name is the full name unless given."""

    email: str
    full_name: str
    certificate_name: str = ""
    rank: str | None = None
    employee_number: str | None = None
    post_number: str | None = None


async def create_person(actor: Actor | None, new: NewPerson) -> int:
    """Make an account. Raises Invalid for an address that cannot be one, Conflict when it is taken."""
    email = new.email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise Invalid(fields={"email": "Write an e-mail address, for example name@agency.gov."})
    async with writing():
        if await Person.exists().where(Person.email == email):
            raise Conflict("There is an account with this e-mail already.", code="email_taken")
        row = Person(
            code=new_code(),
            email=email,
            full_name=new.full_name.strip(),
            certificate_name=(new.certificate_name or new.full_name).strip(),
            rank=new.rank,
            employee_number=new.employee_number,
            post_number=new.post_number,
        )
        made = await Person.insert(row).returning(Person.id)
        person_id: int = made[0]["id"]
        await record(actor, Audited.CREATED, Subject("person", person_id))
    return person_id


async def name_for_certificates(actor: Actor, *, person_id: int, name: str) -> None:
    """Let the person's certificates carry this name from now on; those that are out stay as they are."""
    async with writing():
        await Person.update({Person.certificate_name: name.strip()}).where(Person.id == person_id)
        await record(actor, Audited.NAMED, Subject("person", person_id), name=name.strip())


async def deactivate(actor: Actor, *, person_id: int) -> None:
    """Close an account; the records stay."""
    async with writing():
        moved = (
            await Person.update({Person.deactivated_at: clock.now()})
            .where(Person.id == person_id, Person.deactivated_at.is_null())
            .returning(Person.id)
        )
        if not moved:
            raise Conflict("This account is closed already.")
        await record(actor, Audited.DEACTIVATED, Subject("person", person_id))
        await announce(PersonDeactivated(person_id))
