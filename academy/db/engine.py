"""Which database the academy runs on, and the one engine all tables use.

Piccolo looks an engine up by importing a module. Ours is bound at run time instead, because settings arrive as an
argument and each test has a database of its own; `academy.piccolo_conf.DB` answers with whatever is bound.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

from piccolo.table import TABLE_REGISTRY

from academy.db.lanes import Durability
from academy.db.lite import LiteEngine
from academy.db.pg import PgEngine
from academy.db.transaction import WorkError

DatabaseEngine = LiteEngine | PgEngine

_bound: DatabaseEngine | None = None


def make_engine(
    url: str, *, readers: int = 4, durability: Durability = "FULL", pool: tuple[int, int] = (4, 8)
) -> DatabaseEngine:
    """An engine, not yet connected, for sqlite:///relative, sqlite:////absolute or postgresql://user@host/name.

    readers and durability are for SQLite, pool (smallest, largest) for PostgreSQL. Raises ValueError for other URLs.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return LiteEngine(parts.path[1:], readers=readers, durability=durability)
    if parts.scheme in ("postgresql", "postgres"):
        return PgEngine(url, size=pool)
    raise ValueError(f"DATABASE_URL must start with sqlite:/// or postgresql://, not {parts.scheme or 'nothing'}")


def current() -> DatabaseEngine:
    """The bound engine. Raises WorkError when there is none."""
    if _bound is None:
        raise WorkError("no database is bound; the app's lifespan and every command do it by engine.opened()")
    return _bound


@contextmanager
def bound(engine: DatabaseEngine) -> Iterator[DatabaseEngine]:
    """Make `engine` the one of every Piccolo table, now and for tables imported later; undone at the end."""
    global _bound
    before = _bound
    _bind(engine)
    try:
        yield engine
    finally:
        _bind(before)


def _bind(engine: DatabaseEngine | None) -> None:
    global _bound
    _bound = engine
    os.environ["PICCOLO_CONF"] = "academy.piccolo_conf"
    for table in TABLE_REGISTRY:
        table._meta._db = engine


@asynccontextmanager
async def opened(engine: DatabaseEngine) -> AsyncIterator[DatabaseEngine]:
    """Bind `engine` and keep its connections open: around the app's life, a command, a test."""
    with bound(engine):
        await engine.start_connection_pool()
        try:
            yield engine
        finally:
            await engine.close_connection_pool()
