"""Questions inside lectures, read from the database into what the rules ask and judge."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import msgspec

from courses.content.model import Choice, Question, Stop
from courses.learning.rules.stops import Asked, asked
from courses.learning.tables import Enrollment


async def asked_in(lesson_id: int, stops: str) -> tuple[Asked, ...]:
    """The questions of a lecture in the order of their times. stops: as the lesson's row has them."""
    written = sorted(msgspec.json.decode(stops, type=tuple[Stop, ...]), key=lambda stop: stop.at_ms)
    bank = await _bank(lesson_id, [stop.question for stop in written if stop.question])
    return tuple(asked(stop, bank) for stop in written)


_BANK = """
    SELECT q.key, q.pool, q.kind, q.stem, q.explanation, c.key AS choice_key, c.body, c.correct
    FROM question q JOIN choice c ON c.question = q.id
    WHERE q.version = (SELECT version FROM lesson WHERE id = {{}}) AND q.key IN ({marks})
    ORDER BY q.id, c.position
"""


async def _bank(lesson_id: int, keys: Sequence[str]) -> dict[str, Question]:
    if not keys:
        return {}
    rows = await Enrollment.raw(_BANK.format(marks=", ".join("{}" for _ in keys)), lesson_id, *keys)
    found = {}
    for key, group in groupby(rows, key=itemgetter("key")):
        own = list(group)
        choices = tuple(Choice(key=row["choice_key"], body=row["body"], correct=bool(row["correct"])) for row in own)
        named = {name: own[0][name] for name in ("pool", "kind", "stem", "explanation")}
        found[key] = Question(key=key, choices=choices, **named)
    return found
