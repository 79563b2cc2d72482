"""What an author tells about training and experience: written by the person alone."""

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from courses.authoring.actions.audited import Audited
from courses.authoring.tables import InstructorBio


async def write_bio(actor: Actor, words: str) -> None:
    """Set the own words; empty takes them away. Raises NotFound for who writes no courses."""
    if not actor.may(Permission.AUTHOR):
        raise NotFound()
    async with writing():
        changed = InstructorBio.update({InstructorBio.words: words.strip(), InstructorBio.changed_at: clock.now()})
        if not await changed.where(InstructorBio.person == actor.id).returning(InstructorBio.id):
            row = InstructorBio(person=actor.id, words=words.strip(), changed_at=clock.now())
            await InstructorBio.insert(row)
        await record(actor, Audited.BIO_WRITTEN, Subject("person", actor.id), characters=len(words.strip()))
