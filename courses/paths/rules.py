"""A learning path with what one learner has done of it; what comes next is computed and stored nowhere."""

from typing import Annotated, Literal

import msgspec

from academy.errors import Invalid

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class PathsFaulty(Invalid):
    """The file of paths cannot be taken in."""

    code = "paths_faulty"
    sentence = "The learning paths cannot be read."


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A course of a path: why it is there, and the keys of the lessons that matter most (none = all of them)."""

    slug: Slug
    why: Line
    lessons: tuple[Slug, ...] = ()


class PathContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A path as its file has it."""

    slug: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    audience: Annotated[str, msgspec.Meta(max_length=200)]
    summary: str
    course: Annotated[tuple[Entry, ...], msgspec.Meta(min_length=1)]


class PathLesson(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson of a course as taught now. `href`: where this learner has it, if they do."""

    key: str
    number: str
    title: str
    minutes: int
    href: str = ""
    is_done: bool = False
    is_recommended: bool = True


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A published course with this learner's enrollment, if any (`state` and `enrollment_path` are empty else)."""

    slug: str
    title: str
    minutes: int
    state: str
    enrollment_path: str
    lessons: tuple[PathLesson, ...]


class PathCourse(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with its course; `course` is None while none is published under this name."""

    slug: str
    why: str
    course: Course | None

    @property
    def title(self) -> str:
        return self.course.title if self.course else self.slug.replace("-", " ").capitalize()

    @property
    def recommended(self) -> tuple[PathLesson, ...]:
        return tuple(each for each in self.course.lessons if each.is_recommended) if self.course else ()

    @property
    def minutes(self) -> int:
        """Of the lessons that the path asks for."""
        return sum(each.minutes for each in self.recommended)

    @property
    def done(self) -> int:
        return sum(each.is_done for each in self.recommended)

    @property
    def standing(self) -> Literal["later", "done", "progress", "open"]:
        """later: not published yet; done: all recommended lessons, or the whole course."""
        if self.course is None:
            return "later"
        if self.course.state == "completed" or self.done == len(self.recommended):
            return "done"
        return "progress" if self.done or self.course.state else "open"


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """A path as a page shows it."""

    slug: str
    title: str
    audience: str
    summary: str
    courses: tuple[PathCourse, ...]

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.courses)

    @property
    def whole_minutes(self) -> int:
        """With everything else that the courses' certificates ask for."""
        return sum(each.course.minutes for each in self.courses if each.course)

    @property
    def later(self) -> int:
        """Courses that are still to come."""
        return sum(each.course is None for each in self.courses)

    @property
    def lessons(self) -> int:
        return sum(len(each.recommended) for each in self.courses)

    @property
    def done(self) -> int:
        return sum(each.done for each in self.courses)

    @property
    def minutes_done(self) -> int:
        return sum(lesson.minutes for each in self.courses for lesson in each.recommended if lesson.is_done)

    @property
    def next(self) -> PathCourse | None:
        """The first course with something left of the path; None when nothing is, or nothing is published."""
        return next((each for each in self.courses if each.standing in ("progress", "open")), None)


def arranged(content: PathContent, courses: dict[str, Course]) -> Path:
    """The path with its courses in its order, each lesson told whether it is recommended."""
    return Path(
        slug=content.slug,
        title=content.title,
        audience=content.audience,
        summary=content.summary,
        courses=tuple(
            PathCourse(slug=entry.slug, why=entry.why, course=_marked(courses.get(entry.slug), entry))
            for entry in content.course
        ),
    )


def _marked(course: Course | None, entry: Entry) -> Course | None:
    if course is None or not entry.lessons:
        return course
    replace = msgspec.structs.replace
    lessons = tuple(replace(each, is_recommended=each.key in entry.lessons) for each in course.lessons)
    return replace(course, lessons=lessons)


def require_distinct(paths: tuple[PathContent, ...]) -> None:
    """Raises PathsFaulty when a path, or a course within a path, is named twice."""
    slugs = [path.slug for path in paths]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    for path in paths:
        courses = [entry.slug for entry in path.course]
        twice |= {f"{path.slug}: {slug}" for slug in courses if courses.count(slug) > 1}
    if twice:
        raise PathsFaulty(f"These stand twice among the learning paths: {', '.join(sorted(twice))}.")
