"""SQLite connections, each with a thread of its own: readers side by side, and one writer whose commits are shared.

A statement is one hop to its thread (execute and fetch together). The threads belong to an executor and not to
aiosqlite, because an unclosed aiosqlite connection keeps the process alive at exit.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Row = dict[str, Any]
Durability = Literal["FULL", "NORMAL", "OFF"]


class Statement(NamedTuple):
    sql: str
    args: Sequence[Any]


class Lane:
    """One connection and the only thread that uses it; statements run in the order they were sent."""

    def __init__(self, settings: Mapping[str, Any], pragmas: Sequence[str]) -> None:
        self._settings = settings
        self._pragmas = pragmas
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self.connection: sqlite3.Connection

    async def open(self) -> None:
        await self.run(self._connect)

    def _connect(self) -> None:
        self.connection = sqlite3.connect(**self._settings)
        for pragma in self._pragmas:
            self.connection.execute(f"PRAGMA {pragma}")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `work` in this lane's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **kwargs))

    async def fetch(self, statement: Statement) -> list[Row]:
        return await self.run(fetch, self.connection, statement)

    async def execute(self, sql: str) -> None:
        """For statements without rows: BEGIN, COMMIT, SAVEPOINT. Piccolo's savepoints call it by this name."""
        await self.run(fetch, self.connection, Statement(sql, ()))

    def tidy(self) -> None:
        """End what a cancelled task left open. Does not wait: the thread does it before any later statement."""
        self._thread.submit(roll_back, self.connection)

    async def close(self) -> None:
        await self.run(self.connection.close)
        self._thread.shutdown()


class Readers:
    """Lanes for reading, lent one at a time, the longest waiting first."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._lanes = lanes
        self._free: asyncio.Queue[Lane] = asyncio.Queue()

    async def open(self) -> None:
        for lane in self._lanes:
            await lane.open()
            self._free.put_nowait(lane)

    async def take(self) -> Lane:
        return await self._free.get()

    def give_back(self, lane: Lane) -> None:
        self._free.put_nowait(lane)

    async def fetch(self, statement: Statement) -> list[Row]:
        lane = await self.take()
        try:
            return await lane.fetch(statement)
        finally:
            self.give_back(lane)

    async def close(self) -> None:
        for lane in self._lanes:
            await lane.close()


class Writer:
    """The lane that writes. Transactions and rounds of single statements take turns, first come first served.

    Group commit: single statements that arrive while another commit is being synced to disk run together in the next
    one. Each has its own savepoint, so a bad one fails alone, and each waits for the sync: nothing is less durable.
    """

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[Statement, asyncio.Future[list[Row]]]] = []
        self._round: asyncio.Task[None] | None = None

    async def open(self) -> None:
        await self.lane.open()

    async def take(self) -> Lane:
        await self._turn.acquire()
        return self.lane

    def give_back(self) -> None:
        self._turn.release()

    async def fetch(self, statement: Statement) -> list[Row]:
        """Run one statement and return its rows once it is on disk."""
        answer: asyncio.Future[list[Row]] = asyncio.get_running_loop().create_future()
        self._waiting.append((statement, answer))
        if self._round is None:
            self._round = asyncio.create_task(self._commit_waiting())
        return await answer

    async def _commit_waiting(self) -> None:
        async with self._turn:
            self._round = None
            asked = [(statement, answer) for statement, answer in self._waiting if not answer.done()]
            self._waiting = []
            outcomes = await self._outcomes([statement for statement, _ in asked])
        for (_, answer), outcome in zip(asked, outcomes, strict=True):
            deliver(outcome, answer)

    async def _outcomes(self, statements: Sequence[Statement]) -> list[list[Row] | Exception]:
        try:
            return await self.lane.run(commit_together, self.lane.connection, statements)
        except Exception as error:  # noqa: BLE001 - a broken connection answers everybody, or they would wait for ever
            return [error] * len(statements)

    async def close(self) -> None:
        async with self._turn:
            await self.lane.close()


def deliver(outcome: list[Row] | Exception, answer: asyncio.Future[list[Row]]) -> None:
    """Give rows or error to the one who asked, unless they have gone away."""
    if answer.done():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def fetch(connection: sqlite3.Connection, statement: Statement) -> list[Row]:
    cursor = connection.execute(statement.sql, statement.args)
    rows = cursor.fetchall()
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows]


def commit_together(connection: sqlite3.Connection, statements: Sequence[Statement]) -> list[list[Row] | Exception]:
    """The outcome of each statement after one common commit; one after the other if no common commit is possible."""
    if len(statements) > 1:
        try:
            return _in_one_transaction(connection, statements)
        except sqlite3.Error:
            # A full disk, or a deferred key that fails at COMMIT, undoes the neighbors too: each must stand alone.
            roll_back(connection)
    return [_attempt(connection, statement) for statement in statements]


def _in_one_transaction(connection: sqlite3.Connection, statements: Sequence[Statement]) -> list[list[Row] | Exception]:
    connection.execute("BEGIN IMMEDIATE")
    outcomes: list[list[Row] | Exception] = []
    for statement in statements:
        connection.execute("SAVEPOINT one")
        outcome = _attempt(connection, statement)
        if isinstance(outcome, Exception):
            connection.execute("ROLLBACK TO one")
        connection.execute("RELEASE one")
        outcomes.append(outcome)
    connection.execute("COMMIT")
    return outcomes


def _attempt(connection: sqlite3.Connection, statement: Statement) -> list[Row] | Exception:
    try:
        return fetch(connection, statement)
    except Exception as error:  # noqa: BLE001 - not swallowed: raised again in the task that sent the statement
        return error


def roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
