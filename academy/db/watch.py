"""Seeing which statements a piece of work sends: query budgets in tests, and figures in `make bench`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seen: ContextVar[list[str] | None] = ContextVar("statements_seen", default=None)


def note(sql: str) -> None:
    """Called by the engines for each statement."""
    seen = _seen.get()
    if seen is not None:
        seen.append(sql)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL of all statements sent inside the block, also by tasks and requests started in it."""
    seen: list[str] = []
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)
