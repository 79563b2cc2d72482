"""The questions of a version with what first attempts made of them, added up by the database: names never leave it."""

from collections import defaultdict
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from courses.authoring.access import VersionRow, authored_version
from courses.authoring.tables import Question
from courses.items.rules import ENOUGH, FEWEST, Flag, Sums, facility, item_flags, point_biserial, shown_counts


class ChoiceLine(msgspec.Struct, frozen=True):
    """One choice and how often it was taken; `times` None: fewer than may be shown."""

    key: str
    body: str
    is_correct: bool
    times: int | None


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """A question as one quiz asked it. `answers` 0 also stands for too few to say how many; figures are None then.

    `median_s`: half of those whose time was measured were at it no longer than these seconds.
    """

    quiz: str
    key: str
    stem: str
    answers: int
    facility: int | None
    discrimination: float | None
    median_s: int | None
    flags: tuple[Flag, ...]
    choices: tuple[ChoiceLine, ...]


class ItemsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Item analysis of a version, flagged questions first, then in the order of the course."""

    version: VersionRow
    items: tuple[ItemLine, ...]
    fewest: int = FEWEST
    enough: int = ENOUGH

    @property
    def judged(self) -> tuple[ItemLine, ...]:
        """Those with figures enough to draw."""
        return tuple(item for item in self.items if item.discrimination is not None)

    @property
    def points(self) -> tuple[tuple[int, float, bool], ...]:
        """The same for the plot: percent right, coefficient, whether it is flagged."""
        return tuple((item.facility or 0, item.discrimination or 0.0, bool(item.flags)) for item in self.judged)

    @property
    def times(self) -> tuple[tuple[int, int, bool], ...]:
        """For the plot of time: median seconds, percent right, whether it is flagged."""
        return tuple(
            (item.median_s, item.facility, bool(item.flags))
            for item in self.items
            if item.median_s is not None and item.facility is not None
        )

    @property
    def flagged(self) -> int:
        return sum(bool(item.flags) for item in self.items)


_FIRST = """
    SELECT i.id AS item, i.question, i.spent_s, q.kind, t.quiz, q.points AS worth, r.chosen,
        coalesce(r.points, 0) AS got,
        CASE WHEN t.possible > q.points
            THEN (t.points - coalesce(r.points, 0)) * 1000 / (t.possible - q.points) ELSE 0 END AS rest
    FROM attempt t JOIN attempt_item i ON i.attempt = t.id JOIN question q ON q.id = i.question
        LEFT JOIN response r ON r.item = i.id
    WHERE q.version = {} AND t.number = 1 AND t.state = 'graded'
"""
_SUMS = f"""
    SELECT f.question, q.key, q.stem, q.position, l.title AS quiz, z.id AS quiz_id, m.position AS module_at,
        l.position AS lesson_at, count(*) AS answers, sum(CASE WHEN f.got >= f.worth THEN 1 ELSE 0 END) AS "right",
        sum(f.rest) AS rest, sum(f.rest * f.rest) AS squares,
        sum(CASE WHEN f.got >= f.worth THEN f.rest ELSE 0 END) AS rest_of_right
    FROM ({_FIRST}) AS f JOIN question q ON q.id = f.question JOIN quiz z ON z.id = f.quiz
        JOIN lesson l ON l.id = z.lesson JOIN module m ON m.id = l.module
    GROUP BY f.question, q.key, q.stem, q.position, l.title, z.id, m.position, l.position
    ORDER BY m.position, l.position, q.position, f.question
"""
_CHOICES = f"""
    SELECT f.question, f.quiz AS quiz_id, c.key, c.body, c.correct, c.position,
        sum(CASE WHEN ',' || f.chosen || ',' LIKE '%,' || c.key || ',%' THEN 1 ELSE 0 END) AS times
    FROM ({_FIRST}) AS f JOIN choice c ON c.question = f.question
    WHERE f.kind IN ('one', 'many', 'true_false')
    GROUP BY f.question, f.quiz, c.id, c.key, c.body, c.correct, c.position ORDER BY c.position, c.id
"""
_TIMES = f"""
    SELECT f.question, f.quiz AS quiz_id, avg(f.spent_s) AS median_s FROM (
        SELECT m.question, m.quiz, m.spent_s, count(*) OVER (PARTITION BY m.question, m.quiz) AS measured,
            row_number() OVER (PARTITION BY m.question, m.quiz ORDER BY m.spent_s) AS place
        FROM ({_FIRST}) AS m WHERE m.spent_s IS NOT NULL) AS f
    WHERE f.measured >= {FEWEST} AND f.place IN ((f.measured + 1) / 2, (f.measured + 2) / 2)
    GROUP BY f.question, f.quiz
"""


async def items_page(actor: Actor, slug: str, number: int) -> ItemsPage:
    """The item analysis of a version of one's own course; three statements and the access's. Raises NotFound."""
    async with reading():
        version = await authored_version(actor, slug, number)
        sums = await Question.raw(_SUMS, version.id)
        choices = await Question.raw(_CHOICES, version.id)
        times = await Question.raw(_TIMES, version.id)
    medians = {(row["question"], row["quiz_id"]): int(row["median_s"]) for row in times}
    by_item: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for row in choices:
        by_item[row["question"], row["quiz_id"]].append(row)
    items = [
        _item(row, by_item[row["question"], row["quiz_id"]], medians.get((row["question"], row["quiz_id"])))
        for row in sums
    ]
    return ItemsPage(version=version, items=tuple(sorted(items, key=lambda item: not item.flags)))


def _item(row: dict[str, Any], choices: list[dict[str, Any]], median_s: int | None) -> ItemLine:
    sums = Sums(**{name: int(row[name]) for name in Sums.__struct_fields__})
    shown = sums.answers >= FEWEST
    return ItemLine(
        quiz=row["quiz"],
        key=row["key"],
        stem=row["stem"],
        answers=sums.answers if shown else 0,
        facility=facility(sums),
        discrimination=point_biserial(sums),
        median_s=median_s,
        flags=item_flags(sums),
        choices=_choices(choices) if shown else (),
    )


def _choices(rows: list[dict[str, Any]]) -> tuple[ChoiceLine, ...]:
    counts = shown_counts([int(row["times"] or 0) for row in rows])
    return tuple(
        ChoiceLine(row["key"], row["body"], bool(row["correct"]), times)
        for row, times in zip(rows, counts, strict=True)
    )
