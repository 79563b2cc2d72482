"""What a certificate gets: what the program office set on its page, and what the file adds."""

from collections.abc import Collection, Mapping

import msgspec

from certificates import press
from certificates.branding import file, marks, stored
from certificates.branding.rules import MOST_LINES, Course, StateLine, lines_for
from certificates.document import CertificateFacts


class Additions(msgspec.Struct, frozen=True):
    """What the institution adds today: its lines, and by the site's label what a certificate says of the site."""

    lines: tuple[StateLine, ...]
    brands: Mapping[str, Mapping[str, str]]

    def on(self, facts: CertificateFacts, course: Course) -> CertificateFacts:
        """The facts with what belongs on them; frozen with them from now on.

        What was set on the page goes before the file. Raises BrandingFault, whose sentence says what to correct there.
        """
        made = file.branded(facts, course)
        lines = tuple(dict.fromkeys((*lines_for(course, self.lines), *made.state_lines)))[:MOST_LINES]
        return msgspec.structs.replace(made, state_lines=lines, **self.brands.get(course.site, {}))


async def additions_for(sites: Collection[str]) -> Additions:
    """What is set for these sites ("Raleigh, NC"), read once however many certificates are drawn up with it."""
    set_for = [one for one in await stored.brands() if one.site in sites and one.set_at is not None]
    drawn = await stored.marks_of([one.site_id for one in set_for if one.has_mark])
    lines = tuple(one.said for one in await stored.lines())
    return Additions(lines, {one.site: _brand(one, drawn.get(one.site_id)) for one in set_for})


def _brand(set_: stored.Brand, mark: bytes | None) -> dict[str, str]:
    return {"site_brand": set_.name, "site_mark": marks.keep(mark, press.fonts()) if mark else ""}
