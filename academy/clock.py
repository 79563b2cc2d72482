"""The one source of the present: aware UTC, and replaceable so that tests can live on any day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def of_the_machine() -> datetime:
    """The machine's own time, which other people's libraries read whatever `now()` is set to."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = of_the_machine


def now() -> datetime:
    """The present in UTC, cut to milliseconds so that a stored time reads back equal on every database."""
    moment = _source()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@contextmanager
def clock_set_to(source: Callable[[], datetime]) -> Iterator[None]:
    """Let `now()` answer from `source` inside the block."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
