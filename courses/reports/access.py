"""From the address of an enrollment, a leave or an exemption to the officer whose page it stands on."""

from academy.errors import NotFound
from academy.sites.access import PersonRow, person_at_site
from courses.learning.tables import Enrollment, Exemption, Leave


async def officer_enrolled(site_id: int, code: str) -> PersonRow:
    """Whose enrollment it is, at a site that `site_for` has opened; NotFound otherwise."""
    column = Enrollment.person.code.as_alias("person")
    row = await Enrollment.select(column).where(Enrollment.code == code, Enrollment.site == site_id).first()
    if row is None:
        raise NotFound()
    return await person_at_site(site_id, row["person"])


async def officer_on_leave(site_id: int, code: str) -> PersonRow:
    """Whose leave it is, likewise."""
    column = Leave.person.code.as_alias("person")
    row = await Leave.select(column).where(Leave.code == code, Leave.site == site_id).first()
    if row is None:
        raise NotFound()
    return await person_at_site(site_id, row["person"])


async def officer_exempt(site_id: int, code: str) -> PersonRow:
    """Whose exemption it is, likewise."""
    column = Exemption.person.code.as_alias("person")
    row = await Exemption.select(column).where(Exemption.code == code, Exemption.site == site_id).first()
    if row is None:
        raise NotFound()
    return await person_at_site(site_id, row["person"])
