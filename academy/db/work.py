"""How the rest of the academy uses the database: `reading()`, `writing()`, guarded moves, and what follows a commit."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar, cast

from piccolo.columns import Column
from piccolo.table import Table

from academy.db.engine import current
from academy.db.transaction import OwnTransaction, WorkError
from academy.errors import Conflict

CHUNK = 500
"""Rows per INSERT: both databases bind at most 32 767 values in one statement."""

log = logging.getLogger(__name__)

A = TypeVar("A")
B = TypeVar("B")
Value = object
"""Whatever the column at hand accepts."""


@asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """One connection and one snapshot for several queries; joins an open `reading()` or `writing()`."""
    async with current().snapshot():
        yield


async def side_by_side(one: Callable[[], Awaitable[A]], other: Callable[[], Awaitable[B]]) -> tuple[A, B]:
    """Two readings at once, each with a connection and a snapshot of its own, and what they give.

    Inside an open transaction they take turns in it: only there can they see what it wrote.
    """
    if _open_work() is not None:
        return await one(), await other()
    tasks = asyncio.create_task(_in_snapshot(one)), asyncio.create_task(_in_snapshot(other))
    try:
        first, second = await asyncio.gather(*tasks)
        return first, second
    finally:
        for task in tasks:
            task.cancel()


async def _in_snapshot(what: Callable[[], Awaitable[A]]) -> A:
    async with reading():
        return await what()


@asynccontextmanager
async def writing() -> AsyncIterator[None]:
    """The transaction: committed at the end, or nothing of it happened. Joins an open `writing()`.

    Raises WorkError inside `reading()`, and at the end when a failure inside it was caught outside a `savepoint()`.
    """
    outer = _open_work()
    if outer is not None and outer.read_only:
        raise WorkError("writing() inside reading(): open writing() first, reading() joins it")
    async with current().transaction() as transaction:
        yield
    if outer is None:
        for callback in transaction.after_commit:
            await _call(callback)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part of a `writing()` that may fail alone: an exception undoes this part only and is raised on."""
    transaction = _open_writing("savepoint()")
    promised = len(transaction.after_commit)
    await transaction.connection.execute("SAVEPOINT part")
    try:
        yield
    except Exception:
        await transaction.connection.execute("ROLLBACK TO SAVEPOINT part")
        await transaction.connection.execute("RELEASE SAVEPOINT part")
        transaction.spoiled = False
        del transaction.after_commit[promised:]
        raise
    await transaction.connection.execute("RELEASE SAVEPOINT part")


def after_commit(callback: Callable[[], Awaitable[None]]) -> None:
    """Call this once the outermost `writing()` is committed; never if it is rolled back. Raises WorkError outside one.

    The rows are safe by then, so a failing callback is logged and the next one runs: what it should have done must
    also be found by a sweep.
    """
    _open_writing("after_commit()").after_commit.append(callback)


async def _call(callback: Callable[[], Awaitable[None]]) -> None:
    try:
        await callback()
    except Exception:
        log.exception("a callback after a commit failed")


async def move_row(column: Column, row_id: int, *, old: Value | Collection[Value], new: Value, **values: Value) -> None:
    """Change a state column, and the named columns with it, only if it still holds `old` (or one of a tuple or set).

    Raises Conflict when somebody else was faster; nothing is written then.

    >>> await move_row(Enrollment.state, enrollment.id, old="active", new="withdrawn", withdrawn_at=at)
    """
    table = column._meta.table
    states = old if isinstance(old, tuple | list | set | frozenset) else (old,)
    changes: dict[Column | str, Value] = {column: new}
    changes.update(values)
    key = table._meta.primary_key
    moved = await table.update(changes).where(key == row_id, column.is_in(list(states))).returning(key)
    if not moved:
        raise Conflict(code="changed_meanwhile", table=table._meta.tablename, id=row_id)


async def insert_many(rows: Sequence[Table]) -> None:
    """Insert rows of one table in as few statements as the databases allow; sets their ids."""
    for start in range(0, len(rows), CHUNK):
        await type(rows[0]).insert(*rows[start : start + CHUNK])


def is_sqlite() -> bool:
    """For the few statements that need two dialects."""
    return current().engine_type == "sqlite"


def _open_work() -> OwnTransaction | None:
    return cast("OwnTransaction | None", current().current_transaction.get())


def _open_writing(what: str) -> OwnTransaction:
    transaction = _open_work()
    if transaction is None or transaction.read_only:
        raise WorkError(f"{what} needs an open writing()")
    return transaction
