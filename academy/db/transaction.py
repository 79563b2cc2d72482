"""What an open transaction promises on both engines, whatever the driver does by itself.

* It belongs to the task that opened it: a `gather` or `create_task` inside is refused, because a child task inherits
  the transaction, may outlive its connection, and PostgreSQL runs one statement at a time.
* After a statement failed nothing else runs and nothing is committed, unless the failure stayed inside a `savepoint()`.
  PostgreSQL would answer COMMIT of a failed transaction with a silent rollback, SQLite would keep the other half.
* The connection goes back to its pool however the transaction ends, also when COMMIT itself fails.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from piccolo.engine.base import BaseTransaction, Engine

from academy.db.refusals import translated


class WorkError(RuntimeError):
    """The code around the database is wrong. A bug, never an answer to a person."""


class OwnTransaction(BaseTransaction):
    """The part both engines share; a subclass opens, commits, rolls back and gives the connection back."""

    engine: Engine[Any]
    connection: Any
    parent: Self | None

    def start_owned(self, *, read_only: bool) -> None:
        """Set the state of a transaction not yet entered; `parent` is the one it joins, if any is open."""
        self.read_only = read_only
        self.closed = False
        self.spoiled = False
        self.after_commit: list[Callable[[], Awaitable[None]]] = []
        self.owner = asyncio.current_task()
        self.parent = self.engine.current_transaction.get()

    @abstractmethod
    async def open(self) -> None:
        """Take a connection and begin; leave nothing taken when that fails."""

    @abstractmethod
    async def commit(self) -> None: ...

    @abstractmethod
    async def rollback(self) -> None: ...

    @abstractmethod
    async def give_back(self) -> None:
        """Return the connection to its pool in a usable state."""

    async def __aenter__(self) -> Self:
        if self.parent is not None:
            self.parent.check()
            return self.parent
        await self.open()
        self.token = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if self.parent is not None:
            self.parent.spoiled |= error is not None
            return False
        try:
            await self._end(error)
        finally:
            self.closed = True
            self.engine.current_transaction.reset(self.token)
            await self.give_back()
        return False

    async def _end(self, error: BaseException | None) -> None:
        if error is None and not self.spoiled:
            with translated():
                await self.commit()
            return
        await self.rollback()
        if error is None:
            raise WorkError("a failure inside this transaction was caught and forgotten; wrap that part in savepoint()")

    def check(self) -> None:
        """Refuse a statement that would run in the wrong task, too late, or after a failure. Raises WorkError."""
        if self.closed:
            raise WorkError("this task was started inside a transaction and outlived it")
        if asyncio.current_task() is not self.owner:
            raise WorkError("no gather(), wait_for() or create_task() inside a transaction")
        if self.spoiled:
            raise WorkError("an earlier statement of this transaction failed; only savepoint() can go on after that")

    @contextmanager
    def statement(self) -> Iterator[None]:
        """The surroundings of one statement."""
        self.check()
        try:
            yield
        except BaseException:
            self.spoiled = True
            raise
