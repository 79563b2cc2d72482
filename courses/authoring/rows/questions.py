"""Questions as rows: the one place that knows which column holds what of them."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from courses.authoring import tables
from courses.content.model import Accept, Choice, Hotspot, Numeric, Pair, Question
from courses.content.questions import Scoring

_NAMED = ("key", "pool", "kind", "objective", "points", "stem", "explanation", "critical", "stimulus")
_CHOICE = ("key", "body", "correct", "feedback")
_PARTS = ("scoring", "pairs", "numeric", "accepts", "hotspot")
COLUMNS = ", ".join(
    (
        "q.id",
        *(f"q.{name}" for name in (*_NAMED, "sources", "tags", "parts")),
        *(f"c.{name} AS choice_{name}" for name in _CHOICE),
    )
)
"""What `from_rows` reads of `question q LEFT JOIN choice c`, ordered by question and the choice's position."""
Row = dict[str, Any]


class _Parts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is not the same for every kind, as it stands in `question.parts`."""

    scoring: Scoring = "all"
    pairs: tuple[Pair, ...] = ()
    numeric: Numeric | None = None
    accepts: tuple[Accept, ...] = ()
    hotspot: Hotspot | None = None


def from_rows(rows: Iterable[Row]) -> Iterator[tuple[int, Question]]:
    """Each question with its id, from one row for each of its choices, or one alone."""
    for question_id, group in groupby(rows, key=itemgetter("id")):
        own = list(group)
        yield question_id, _question(own[0], tuple(_choice(row) for row in own if row["choice_key"] is not None))


def _question(row: Row, choices: tuple[Choice, ...]) -> Question:
    values = {name: row[name] for name in _NAMED} | {"critical": bool(row["critical"]), "choices": choices}
    parts = msgspec.structs.asdict(msgspec.json.decode(row["parts"], type=_Parts))
    return Question(**values, **parts, sources=_keys(row["sources"]), tags=_keys(row["tags"]))


def _choice(row: Row) -> Choice:
    values = {name: row[f"choice_{name}"] for name in _CHOICE}
    return Choice(**values | {"correct": bool(row["choice_correct"])})


def row_of(version_id: int, position: int, question: Question) -> tables.Question:
    """A question without its choices, as a row to insert."""
    parts = _Parts(**{name: getattr(question, name) for name in _PARTS})
    return tables.Question(
        version=version_id,
        position=position,
        sources=_write(question.sources),
        tags=_write(question.tags),
        parts=_write(parts),
        **{name: getattr(question, name) for name in _NAMED},
    )


def choice_rows(question_id: int, question: Question) -> list[tables.Choice]:
    """The question's choices as rows to insert."""
    return [
        tables.Choice(question=question_id, position=position, **{name: getattr(choice, name) for name in _CHOICE})
        for position, choice in enumerate(question.choices)
    ]


def _keys(text: str) -> tuple[str, ...]:
    return msgspec.json.decode(text, type=tuple[str, ...])


def _write(value: object) -> str:
    return msgspec.json.encode(value).decode()
