"""The paper of an attempt as it was shown, with the answers given and the right ones: for the record, never for a page
of an open attempt.
"""

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from academy.db.work import reading
from courses.learning.tables import AttemptItem


class ShownOption(msgspec.Struct, frozen=True):
    """Something to choose, as it was offered."""

    token: str
    body: str
    is_chosen: bool = False


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the page showed below the question, in its order."""

    kind: str
    options: tuple[ShownOption, ...] = ()


class PaperItem(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it was asked. `per_mille`: what the answer brought of its points, in thousandths."""

    position: int
    kind: str
    stimulus: None = None
    stem: str
    shown: Shown
    given_words: tuple[str, ...]
    answered_at: datetime | None
    spent_ms: int
    per_mille: int
    points: int
    right_words: tuple[str, ...]
    question_key: str
    question_print: str


class Paper(msgspec.Struct, frozen=True):
    """All questions of an attempt, in the order shown."""

    items: tuple[PaperItem, ...]


_ITEMS = """
    SELECT i.position, i.choice_order, q.id AS question, q.key, q.kind, q.stem, q.points AS possible,
        coalesce(r.chosen, '') AS chosen, coalesce(r.points, 0) AS points, r.answered_at
    FROM attempt_item i JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
"""
_CHOICES = """
    SELECT c.question, c.key, c.body, c.correct FROM choice c JOIN attempt_item i ON i.question = c.question
    WHERE i.attempt = {} ORDER BY c.question, c.position
"""


async def paper_of(attempt_id: int) -> Paper:
    """The paper of an attempt."""
    async with reading():
        items = await AttemptItem.raw(_ITEMS, attempt_id)
        choices = await AttemptItem.raw(_CHOICES, attempt_id)
    return Paper(tuple(_item(row, [one for one in choices if one["question"] == row["question"]]) for row in items))


def _item(row: dict[str, Any], choices: list[dict[str, Any]]) -> PaperItem:
    bodies = {one["key"]: one["body"] for one in choices}
    chosen = [key for key in row["chosen"].split(",") if key]
    order = row["choice_order"].split(",")
    answers = [[one["key"], one["body"], bool(one["correct"])] for one in choices]
    asked = msgspec.json.encode([row["kind"], row["stem"], answers])
    return PaperItem(
        position=row["position"],
        kind=row["kind"],
        stem=row["stem"],
        shown=Shown(kind=row["kind"], options=tuple(ShownOption(key, bodies[key], key in chosen) for key in order)),
        given_words=tuple(bodies[key] for key in order if key in chosen),
        answered_at=row["answered_at"],
        spent_ms=0,
        per_mille=1000 * row["points"] // row["possible"] if row["possible"] else 0,
        points=row["points"],
        right_words=tuple(one["body"] for one in choices if one["correct"]),
        question_key=row["key"],
        question_print=hashlib.sha256(asked).hexdigest()[:16],
    )
