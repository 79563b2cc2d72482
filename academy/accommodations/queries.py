"""What is set for somebody, and for whom something is."""

from datetime import datetime

import msgspec

from academy.accommodations.rules import STANDARD, Settings
from academy.accommodations.tables import Accommodation
from academy.people.tables import Person


class SetRow(msgspec.Struct, frozen=True):
    """A person for whom something is set."""

    code: str
    full_name: str
    email: str
    settings: Settings
    set_at: datetime


async def accommodation_of(person_id: int) -> Settings:
    """What is set for a person; the standard for nearly everybody."""
    columns = (getattr(Accommodation, name) for name in Settings.__struct_fields__)
    row = await Accommodation.select(*columns).where(Accommodation.person == person_id).first()
    return Settings(**row) if row else STANDARD


async def accommodated() -> tuple[SetRow, ...]:
    """Everybody for whom something is set, by name."""
    names = Settings.__struct_fields__
    person = Accommodation.person
    rows = (
        await Accommodation.select(
            person.code.as_alias("code"), person.full_name.as_alias("full_name"), person.email.as_alias("email"),
            Accommodation.set_at, *(getattr(Accommodation, name) for name in names),
        ).order_by(person.full_name)
    )  # fmt: skip
    found = ((row, Settings(**{name: row.pop(name) for name in names})) for row in rows)
    return tuple(SetRow(**row, settings=settings) for row, settings in found if settings != STANDARD)


async def code_of(email: str) -> str | None:
    """The code of the person with this address."""
    row = await Person.select(Person.code).where(Person.email == email.strip().lower()).first()
    return row["code"] if row else None
