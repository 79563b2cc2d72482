"""The report on a course: its figures, and the findings that follow from them."""

from functools import lru_cache

import msgspec

from courses.content.findings import Finding
from courses.content.model import CourseContent
from courses.content.quality.coverage import Cover, coverage_findings, covers
from courses.content.quality.items import Lengths, PlaceCount, item_findings, lengths, places
from courses.content.quality.lessons import LessonFigures, lesson_figures, lesson_findings


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """How good a course is, in figures. `findings` are all for a person to look at; none keeps it from anything."""

    items: int
    objectives: tuple[Cover, ...]
    lessons: tuple[LessonFigures, ...]
    lengths: Lengths
    places: tuple[PlaceCount, ...]
    findings: tuple[Finding, ...]

    @property
    def unreviewed(self) -> int:
        """How many facts wait for a subject-matter expert."""
        return sum(len(lesson.unreviewed) for lesson in self.lessons)


@lru_cache(maxsize=32)
def report(content: CourseContent) -> Report:
    """Remembered, since comparing two hundred questions with each other takes some tens of milliseconds."""
    return Report(
        items=len(content.questions),
        objectives=covers(content),
        lessons=lesson_figures(content),
        lengths=lengths(content.questions),
        places=places(content.questions),
        findings=(*coverage_findings(content), *item_findings(content.questions), *lesson_findings(content)),
    )
