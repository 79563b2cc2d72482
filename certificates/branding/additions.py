"""What a certificate gets: what the program office set on its page, and what the file adds."""

import msgspec

from certificates import press
from certificates.branding import file, marks, stored
from certificates.branding.rules import MOST_LINES, Course, lines_for
from certificates.document import CertificateFacts


async def branded(facts: CertificateFacts, course: Course) -> CertificateFacts:
    """The facts with what the institution adds today; frozen with them from now on.

    What was set on the page goes before the file. Raises BrandingFault, whose sentence says what to correct there.
    """
    made = file.branded(facts, course)
    own = lines_for(course, [one.said for one in await stored.lines()])
    lines = tuple(dict.fromkeys((*own, *made.state_lines)))[:MOST_LINES]
    return msgspec.structs.replace(made, state_lines=lines, **await _brand(course.site))


async def _brand(site: str) -> dict[str, str]:
    found = next((one for one in await stored.brands() if one.site == site), None)
    if found is None or found.set_at is None:
        return {}
    mark = await stored.mark_of(found.site_id) if found.has_mark else None
    return {"site_brand": found.name, "site_mark": marks.keep(mark, press.fonts()) if mark else ""}
