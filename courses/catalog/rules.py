"""Choosing among courses: filters, and counts that stay true to the other filters."""

from collections.abc import Callable
from urllib.parse import urlencode

import msgspec

from courses.content.model import FOCUS_AREAS

AUDIENCES = (
    "Patrol officers",
    "Detectives",
    "First-line supervisors",
    "Command staff",
    "Crime analysts",
    "Prosecutors",
)
"""Whom a learner can ask for; a course is for them when its audience says so in these words."""
LENGTHS = {"short": ("Under 2 hours", 0, 120), "half": ("2 to 5 hours", 120, 300), "full": ("Over 5 hours", 300, 10**6)}
"""Lengths by key: words, from minutes, to below minutes."""


class LessonHit(msgspec.Struct, frozen=True):
    """A lesson whose title or text holds the words searched for."""

    number: str
    title: str


class CourseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A course in the catalog. `minutes` are contact minutes; `final_minutes` is the part of them the exam takes."""

    slug: str
    code: str
    track: str
    title: str
    tagline: str
    audience: str
    focus_areas: tuple[str, ...]
    minutes: int
    final_minutes: int
    lessons: int
    hits: tuple[LessonHit, ...] = ()


class Filters(msgspec.Struct, frozen=True):
    """What the reader asks for; several values of one kind widen the choice, several kinds narrow it."""

    q: str = ""
    area: tuple[str, ...] = ()
    length: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()

    def without(self, name: str) -> "Filters":
        return msgspec.structs.replace(self, **{name: "" if name == "q" else ()})

    @property
    def words(self) -> str:
        """The words alone, for the address of another search."""
        return urlencode({"q": self.q})

    @property
    def query(self) -> str:
        """As it stands in addresses, without what is not set."""
        return urlencode({name: value for name, value in msgspec.structs.asdict(self).items() if value}, doseq=True)


class Option(msgspec.Struct, frozen=True):
    """One box to tick, with how many courses it would show under the other filters."""

    value: str
    words: str
    count: int
    chosen: bool


class Group(msgspec.Struct, frozen=True):
    """One kind of filter with its options."""

    name: str
    legend: str
    options: tuple[Option, ...]


class Relief(msgspec.Struct, frozen=True):
    """A filter that could go, and how many courses there would be then."""

    words: str
    query: str
    count: int


_HAS: dict[str, Callable[[CourseRow, str], bool]] = {
    "area": lambda course, value: value in course.focus_areas,
    "length": lambda course, value: _fits_length(course, value),
    "audience": lambda course, value: value.lower() in course.audience.lower(),
}
_OPTIONS = {
    "area": ("Core area", {area: area for area in FOCUS_AREAS}),
    "length": ("Length", {key: words for key, (words, _, _) in LENGTHS.items()}),
    "audience": ("For", {audience: audience for audience in AUDIENCES}),
}


def chosen(courses: tuple[CourseRow, ...], filters: Filters) -> tuple[CourseRow, ...]:
    """The courses that fit every kind of filter that is set. The words searched for are the query's business."""
    return tuple(course for course in courses if all(_fits(course, name, filters) for name in _HAS))


def groups(courses: tuple[CourseRow, ...], filters: Filters) -> tuple[Group, ...]:
    """All options with their counts; what nobody could find anything under is left out."""
    return tuple(Group(name, legend, _options(courses, filters, name)) for name, (legend, _) in _OPTIONS.items())


def reliefs(courses: tuple[CourseRow, ...], filters: Filters) -> tuple[Relief, ...]:
    """Which filters to take away when nothing fits, the most helpful first. `courses` are those the words find."""
    found = []
    for name, (_, words) in _OPTIONS.items():
        if values := getattr(filters, name):
            freed = filters.without(name)
            named = ", ".join(words.get(value, value) for value in values)
            found.append(Relief(named, freed.query, len(chosen(courses, freed))))
    return tuple(sorted(found, key=lambda relief: -relief.count))


def _options(courses: tuple[CourseRow, ...], filters: Filters, name: str) -> tuple[Option, ...]:
    others = chosen(courses, filters.without(name))
    picked = getattr(filters, name)
    options = (
        Option(value, words, sum(_HAS[name](course, value) for course in others), value in picked)
        for value, words in _OPTIONS[name][1].items()
    )
    return tuple(option for option in options if option.count or option.chosen)


def _fits(course: CourseRow, name: str, filters: Filters) -> bool:
    values = getattr(filters, name)
    return not values or any(_HAS[name](course, value) for value in values)


def _fits_length(course: CourseRow, key: str) -> bool:
    if key not in LENGTHS:
        return False
    _, least, below = LENGTHS[key]
    return least <= course.minutes < below
