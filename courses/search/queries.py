"""Searching what published lessons say, in their text and in their lectures."""

from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from academy.search.index import asked, holds
from academy.search.rules import Piece, Term, excerpt, pieces, terms_of
from courses.authoring.tables import SearchPassage

MOST_LESSONS = 20
_MOST_ROWS = 200


class Place(msgspec.Struct, frozen=True):
    """One sentence or paragraph with the words marked. `start_ms`: when it is said; None for what is read."""

    kind: str
    start_ms: int | None
    pieces: tuple[Piece, ...]
    href: str


class LessonFound(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson with its first places; `more` of them are not shown. `opens`: the reader takes the course."""

    course: str
    number: str
    title: tuple[Piece, ...]
    href: str
    opens: bool
    places: tuple[Place, ...]
    more: int


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `some_words`: no place has all words, these have some; `is_cut`: there are more lessons."""

    q: str
    asked: bool
    some_words: bool
    is_cut: bool
    lessons: tuple[LessonFound, ...]


# Of each lesson the first places of its text and the first of its lecture; lessons with the most places come first.
_FOUND = """
    WITH found AS (
        SELECT p.version, p.lesson, p.kind, p.position, p.start_ms, p.body,
            CASE p.kind WHEN 'title' THEN 20 WHEN 'text' THEN 2 ELSE 1 END AS weight,
            CASE p.kind WHEN 'title' THEN 0 WHEN 'text' THEN 2 ELSE 1 END AS part
        FROM search_passage p WHERE {condition}
    ), ranked AS (
        SELECT found.*, row_number() OVER (PARTITION BY lesson, part ORDER BY position) AS place,
            count(*) OVER (PARTITION BY lesson) AS places, sum(weight) OVER (PARTITION BY lesson) AS rank
        FROM found
    )
    SELECT r.lesson, r.kind, r.start_ms, r.body, r.places, l.key, l.number, l.title, c.slug, v.title AS course,
        e.code AS enrollment, own.id AS own, CASE WHEN own.asset = l.asset THEN 1 ELSE 0 END AS same_lecture
    FROM ranked r JOIN lesson l ON l.id = r.lesson JOIN course_version v ON v.id = r.version
        JOIN course c ON c.id = v.course
        LEFT JOIN enrollment e ON e.id = (SELECT max(x.id) FROM enrollment x
            WHERE x.person = {{}} AND x.course = c.id AND x.state <> 'withdrawn')
        LEFT JOIN lesson own ON own.version = e.version AND own.key = l.key
    WHERE v.state = 'published' AND r.place <= 3
    ORDER BY r.rank DESC, r.lesson, r.part, r.position LIMIT {{}}
"""


async def search_page(actor: Actor, q: str) -> SearchPage:
    """What published lessons say about these words; one statement, two when no place has all of them."""
    terms = terms_of(q)
    rows: list[dict[str, Any]] = []
    some_words = False
    async with reading():
        if terms:
            rows = await _rows(actor, asked(terms))
        if not rows and len(terms) > 1:
            rows = await _rows(actor, asked(terms, every=False))
            some_words = bool(rows)
    lessons = tuple(_lesson(list(group), terms) for _, group in groupby(rows, key=itemgetter("lesson")))
    return SearchPage(
        q=q,
        asked=bool(terms),
        some_words=some_words,
        is_cut=len(lessons) > MOST_LESSONS or len(rows) == _MOST_ROWS,
        lessons=lessons[:MOST_LESSONS],
    )


async def _rows(actor: Actor, wanted: str) -> list[dict[str, Any]]:
    condition = holds(SearchPassage.folded, "p")
    rows: list[dict[str, Any]] = await SearchPassage.raw(
        _FOUND.format(condition=condition), wanted, actor.id, _MOST_ROWS
    )
    return rows


def _lesson(rows: list[dict[str, Any]], terms: tuple[Term, ...]) -> LessonFound:
    first = rows[0]
    opens = first["own"] is not None
    href = f"/enrollments/{first['enrollment']}/lessons/{first['key']}" if opens else f"/courses/{first['slug']}"
    places = tuple(_place(row, terms, href) for row in rows if row["kind"] != "title")
    return LessonFound(
        course=first["course"],
        number=first["number"],
        title=pieces(first["title"], terms),
        href=href,
        opens=opens,
        places=places,
        more=first["places"] - len(rows),
    )


def _place(row: dict[str, Any], terms: tuple[Term, ...], href: str) -> Place:
    """Leads to the second of the sentence, in the recording that the reader's own version plays."""
    at = row["start_ms"]
    leads_there = at is not None and row["own"] is not None and row["same_lecture"]
    return Place(row["kind"], at, excerpt(row["body"], terms), f"{href}?t={at // 1000}" if leads_there else href)
