"""What can be learned here: the published versions, read for everybody."""

from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from academy.db.work import reading
from academy.errors import NotFound
from academy.search.index import asked, holds
from academy.search.rules import Term, holds_all, terms_of
from courses.authoring.tables import CourseVersion, SearchPassage
from courses.catalog.rules import CourseRow, LessonHit
from courses.content.model import JobAid, RollCall, Source

_MOST_HITS = 3
_COURSES = """
SELECT v.id AS id, c.slug AS slug, v.code AS code, v.track AS track, v.title AS title, v.tagline AS tagline,
       v.audience AS audience, v.focus_areas AS focus_areas, v.contact_minutes AS minutes, v.summary AS summary,
       (SELECT count(*) FROM lesson l WHERE l.version = v.id AND l.kind = 'lesson') AS lessons,
       (SELECT coalesce(sum(l.minutes), 0) FROM lesson l WHERE l.version = v.id AND l.kind = 'exam') AS final_minutes
FROM course_version v JOIN course c ON c.id = v.course
WHERE v.state = 'published' ORDER BY v.title
"""
# Only what stands in a lesson's title and text: what its lecture says is found by who is signed in (courses.search).
_HITS = """
SELECT v.id AS id, l.number AS number, l.title AS title
FROM lesson l JOIN course_version v ON v.id = l.version JOIN module m ON m.id = l.module
WHERE v.state = 'published'
    AND l.id IN (SELECT p.lesson FROM search_passage p WHERE p.kind IN ('title', 'text') AND {condition})
ORDER BY v.id, m.position, l.position
"""
_COURSE = """
SELECT v.id AS id, v.number AS number, v.code AS code, v.track AS track, v.title AS title, v.tagline AS tagline,
       v.summary AS summary, v.audience AS audience, v.focus_areas AS focus_areas, v.contact_minutes AS minutes,
       v.pass_percent AS pass_percent, v.law_reviewed_on AS law_reviewed_on, v.local_notice AS local_notice,
       v.sources AS sources, v.job_aids AS job_aids, v.roll_calls AS roll_calls, v.prerequisites AS prerequisites,
       v.published_at AS published_at
FROM course_version v JOIN course c ON c.id = v.course WHERE c.slug = {} AND v.state = 'published'
"""
_OUTLINE = """
SELECT m.id AS module, m.title AS module_title, l.number AS number, l.title AS title, l.kind AS kind,
       l.minutes AS minutes, l.asset AS asset, l.scenario AS scenario, q.pass_percent AS pass_percent
FROM module m JOIN lesson l ON l.module = m.id LEFT JOIN quiz q ON q.lesson = l.id
WHERE m.version = {} ORDER BY m.position, l.position
"""


class LessonLine(msgspec.Struct, frozen=True):
    """A lesson as the outline shows it. `pass_percent` 0: it has no quiz."""

    number: str
    title: str
    kind: str
    minutes: int
    has_lecture: bool
    has_scenario: bool
    pass_percent: int


class ModuleLines(msgspec.Struct, frozen=True):
    title: str
    lessons: tuple[LessonLine, ...]


class PackName(msgspec.Struct, frozen=True):
    """A roll-call pack: for whoever is signed in a link."""

    key: str
    title: str
    minutes: int


class CoursePage(msgspec.Struct, frozen=True, kw_only=True):
    """A course before enrollment: what it is, what one needs to do, and what it rests on."""

    slug: str
    number: int
    code: str
    track: str
    title: str
    tagline: str
    summary: str
    audience: str
    prerequisites: str
    focus_areas: tuple[str, ...]
    minutes: int
    pass_percent: int
    law_reviewed_on: date | None
    local_notice: str
    published_at: datetime
    sources: tuple[Source, ...]
    job_aids: tuple[str, ...]
    roll_calls: tuple[PackName, ...]
    modules: tuple[ModuleLines, ...]

    @property
    def lessons(self) -> tuple[LessonLine, ...]:
        """Without the exam."""
        return tuple(line for module in self.modules for line in module.lessons if line.kind == "lesson")

    @property
    def final(self) -> LessonLine | None:
        exams = (line for module in self.modules for line in module.lessons if line.kind == "exam")
        return next(exams, None)


async def published_courses(q: str = "") -> tuple[CourseRow, ...]:
    """The catalog by title, or what holds the words, with the lessons they are in. One statement, two for a search."""
    terms = terms_of(q)
    async with reading():
        found = await CourseVersion.raw(_COURSES)
        hits = await _lessons_with(terms) if terms else []
    by_version = {
        version_id: tuple(LessonHit(hit["number"], hit["title"]) for hit in group)
        for version_id, group in groupby(hits, key=itemgetter("id"))
    }
    rows = ((row, by_version.get(row["id"], ())) for row in found)
    return tuple(_course_row(row, hits) for row, hits in rows if not q or hits or _says(row, terms))


async def course_page(slug: str) -> CoursePage:
    """The published version of a course, in two statements. Raises NotFound while there is none."""
    async with reading():
        rows = await CourseVersion.raw(_COURSE, slug)
        if not rows:
            raise NotFound("There is no course at this address. See all courses.")
        [row] = rows
        outline = await CourseVersion.raw(_OUTLINE, row["id"])
    return CoursePage(
        slug=slug,
        **{name: row[name] for name in ("number", "code", "track", "title", "tagline", "summary", "audience")},
        **{name: row[name] for name in ("minutes", "pass_percent", "local_notice", "prerequisites")},
        law_reviewed_on=_day(row["law_reviewed_on"]),
        published_at=_moment(row["published_at"]),
        focus_areas=msgspec.json.decode(row["focus_areas"], type=tuple[str, ...]),
        sources=msgspec.json.decode(row["sources"], type=tuple[Source, ...]),
        job_aids=tuple(aid.title for aid in msgspec.json.decode(row["job_aids"], type=tuple[JobAid, ...])),
        roll_calls=tuple(
            PackName(pack.key, pack.title, pack.minutes)
            for pack in msgspec.json.decode(row["roll_calls"], type=tuple[RollCall, ...])
        ),
        modules=tuple(
            ModuleLines(title, tuple(_lesson_line(line) for line in group))
            for (_, title), group in groupby(outline, key=itemgetter("module", "module_title"))
        ),
    )


def _course_row(row: dict[str, object], hits: tuple[LessonHit, ...]) -> CourseRow:
    values = {name: value for name, value in row.items() if name not in ("id", "focus_areas", "summary")}
    areas = msgspec.json.decode(str(row["focus_areas"]), type=tuple[str, ...])
    return msgspec.convert({**values, "focus_areas": areas, "hits": hits[:_MOST_HITS]}, CourseRow)


def _lesson_line(row: dict[str, object]) -> LessonLine:
    values = {name: row[name] for name in ("number", "title", "kind", "minutes")}
    has = {"has_lecture": row["asset"] is not None, "has_scenario": row["scenario"] != "null"}
    return msgspec.convert({**values, **has, "pass_percent": row["pass_percent"] or 0}, LessonLine)


async def _lessons_with(terms: tuple[Term, ...]) -> list[dict[str, Any]]:
    statement = _HITS.format(condition=holds(SearchPassage.folded, "p"))
    found: list[dict[str, Any]] = await CourseVersion.raw(statement, asked(terms))
    return found


def _says(row: dict[str, object], terms: tuple[Term, ...]) -> bool:
    """Whether what is said about the course itself holds all of the words."""
    return holds_all(" ".join(str(row[name]) for name in ("title", "tagline", "summary", "audience")), terms)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
