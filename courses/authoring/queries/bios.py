"""Who wrote a course, and what they tell of themselves."""

from datetime import datetime

import msgspec

from courses.authoring.tables import InstructorBio


class Bio(msgspec.Struct, frozen=True, kw_only=True):
    """An author of a course; `words` is empty while nothing was written."""

    slug: str
    name: str
    rank: str
    words: str
    changed_at: datetime | None


_AUTHORS = """
    SELECT c.slug, p.full_name AS name, coalesce(p.rank, '') AS rank, coalesce(b.words, '') AS words, b.changed_at
    FROM course_author a JOIN course c ON c.id = a.course JOIN person p ON p.id = a.person
        LEFT JOIN instructor_bio b ON b.person = p.id
    WHERE {} = '' OR c.slug = {} ORDER BY c.slug, p.full_name, p.id
"""


async def own_bio(person_id: int) -> str:
    """What the person wrote, "" = nothing yet."""
    row = await InstructorBio.select(InstructorBio.words).where(InstructorBio.person == person_id).first()
    return str(row["words"]) if row else ""


async def authors_with_bios(slug: str = "") -> tuple[Bio, ...]:
    """The authors of a course, or of all courses, by name."""
    return msgspec.convert(await InstructorBio.raw(_AUTHORS, slug, slug), tuple[Bio, ...], strict=False)
