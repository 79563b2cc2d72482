"""Questions inside lectures, read from the database into what the rules ask and judge."""

import msgspec

from courses.content.model import Stop
from courses.learning.bank import questions_named
from courses.learning.rules.stops import Asked, asked


async def asked_in(lesson_id: int, stops: str) -> tuple[Asked, ...]:
    """The questions of a lecture in the order of their times. stops: as the lesson's row has them."""
    written = sorted(msgspec.json.decode(stops, type=tuple[Stop, ...]), key=lambda stop: stop.at_ms)
    bank = await questions_named(lesson_id, [stop.question for stop in written if stop.question])
    return tuple(asked(stop, bank) for stop in written)
