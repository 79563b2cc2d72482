"""What institutions add to their certificates, set on a page instead of in a file."""

from academy.db.schema import create_tables, freeze_trigger, index
from certificates.tables import CourseLine, SiteBranding


async def forwards() -> None:
    await create_tables(SiteBranding, CourseLine)
    await index("site_branding_newest", SiteBranding, "site", "id")
    await index("course_line_course", CourseLine, "course")
    await freeze_trigger("site_branding_kept", SiteBranding, "What stood on certificates is never changed.")
    said = ("text", "course", "version", "state", "since", "until")
    message = "A line of certificates is ended, never changed."
    await freeze_trigger("course_line_said", CourseLine, message, columns=said, events=("UPDATE",))
    await freeze_trigger("course_line_kept", CourseLine, message, events=("DELETE",))
