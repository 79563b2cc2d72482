"""A lesson's text in parts, by its headings: what a card or a pack for roll call takes out of it."""

import re
from functools import lru_cache
from itertools import pairwise

import msgspec

from courses.content.markdown import SOURCE_REFERENCE, second_level_headings

TAKE_AWAY = "take away"
"""The heading, in small letters, of the part of a lesson that is printed on its card."""


class Section(msgspec.Struct, frozen=True):
    """A heading of the second level and the Markdown below it."""

    heading: str
    body: str


@lru_cache(maxsize=512)
def sections(text: str) -> tuple[Section, ...]:
    """The parts in order; what stands before the first heading belongs to none."""
    lines = re.split(r"\r\n?|\n", text)
    found = (*second_level_headings(text), (len(lines), 0, ""))
    return tuple(
        Section(heading, "\n".join(lines[after:end]).strip("\n"))
        for (_, after, heading), (end, _, _) in pairwise(found)
    )


def section(text: str, heading: str) -> Section | None:
    """The part with that heading; capitals, and hyphens for spaces, make no difference."""
    return next((part for part in sections(text) if _plain(part.heading) == _plain(heading)), None)


def take_away(text: str) -> str:
    """What the lesson's card says, in Markdown without references to sources; "" if the lesson has none."""
    part = section(text, TAKE_AWAY)
    return without_references(part.body) if part else ""


def without_references(text: str) -> str:
    """The text for a page that shows no list of sources."""
    return re.sub(rf" *{SOURCE_REFERENCE.pattern}", "", text)


def _plain(heading: str) -> str:
    return " ".join(heading.replace("-", " ").split()).casefold()
