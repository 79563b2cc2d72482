"""Staff taking an officer's transcript: they may, and it is on record that they did."""

from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.clock import now
from academy.db.work import writing
from academy.sites.access import person_of_site, site_for
from certificates.actions.audited import Audited
from certificates.transcript.queries import Transcript, transcript_of


async def take(actor: Actor, *, slug: str, code: str) -> Transcript:
    """The transcript of an officer of a site, or who left it, of what was taken for that site. Raises NotFound."""
    async with writing():
        site = await site_for(actor, slug, Permission.EXPORT)
        person = await person_of_site(site.id, code)
        await record(actor, Audited.TRANSCRIPT_TAKEN, Subject("person", person.id, site.id))
        return await transcript_of(person.id, now(), site.time_zone, site=site)
