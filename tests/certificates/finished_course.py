"""A finished course, and looking at what became of its certificate."""

import msgspec

from academy.actor import Actor
from academy.audit import AuditEvent
from academy.people.tables import Person
from certificates.tables import Certificate
from courses.learning.tables import Completion
from tests.conftest import Clock
from tests.courses import taken_course as taken

ARABIC = "محمد الأمين"
"""A name in letters the certificate's typefaces do not hold."""


class Finished(msgspec.Struct, frozen=True):
    """A completion: its id, its code, and the code of the enrollment it closed."""

    completion_id: int
    code: str
    enrollment: str


async def finish(actor: Actor, the_clock: Clock) -> Finished:
    """Take the course about rain to its end."""
    enrollment = await taken.complete(actor, the_clock)
    columns = (Completion.id, Completion.code)
    row = await Completion.select(*columns).where(Completion.enrollment.code == enrollment).first()
    assert row is not None
    return Finished(row["id"], row["code"], enrollment)


async def newest(completion_id: int) -> Certificate:
    """The stored certificate of a completion."""
    row = (
        await Certificate.objects()
        .where(Certificate.completion == completion_id)
        .order_by(Certificate.id, ascending=False)
        .first()
    )
    assert row is not None
    return row


async def is_called(actor: Actor, name: str) -> None:
    """Change the name a person's certificates carry from now on."""
    await Person.update({Person.certificate_name: name}).where(Person.id == actor.id)


async def name_for_later(actor: Actor) -> str:
    """The name a person's next certificate will carry."""
    row = await Person.select(Person.certificate_name).where(Person.id == actor.id).first()
    return str(row and row["certificate_name"])


async def audited() -> list[str]:
    """What the audit log says of certificates, oldest first."""
    rows = await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id)
    return [row["action"] for row in rows if row["action"].startswith("certificates:")]
