"""SQLite made fit for a server: a pool of readers, one writer, immediate transactions, commits shared and synced.

Piccolo's own engine opens a connection and a thread per query, and its deferred transactions fail with "database is
locked" as soon as two of them read and then write. Converters, adapters and SQL generation stay Piccolo's.
"""

import re
import sqlite3
from pathlib import Path
from typing import Any, cast

from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, convert_int_out
from piccolo.querystring import QueryString
from typing_extensions import override

from academy.db.lanes import Durability, Lane, Readers, Row, Statement, Writer
from academy.db.refusals import translated
from academy.db.transaction import OwnTransaction, WorkError
from academy.db.watch import note

OLDEST = (3, 35)
"""RETURNING came with 3.35."""

READS = re.compile(r"\s*(select|explain)\b", re.IGNORECASE)
ADD_UNIQUE = re.compile(r'ALTER TABLE "?(\w+)"? ADD CONSTRAINT "?(\w+)"? UNIQUE (\(.+\))')


def _integer(value: bytes) -> int:
    """Piccolo goes through Decimal for each number; only odd ones (1.0, 1e3) need that."""
    try:
        return int(value)
    except ValueError:
        return int(convert_int_out(value))


sqlite3.register_converter("INTEGER", _integer)


class LiteTransaction(OwnTransaction, SQLiteTransaction):
    """A transaction on the writer, or on one reader when it only reads."""

    engine: "LiteEngine"

    def __init__(self, engine: "LiteEngine", *, read_only: bool, kind: TransactionType) -> None:
        super().__init__(engine, transaction_type=kind)
        self.start_owned(read_only=read_only)

    connection: Lane

    async def open(self) -> None:
        self.connection = await self.engine.take(read_only=self.read_only)
        try:
            await self.connection.execute(f"BEGIN {self.transaction_type.value}")
        except BaseException:
            await self.give_back()
            raise

    async def commit(self) -> None:
        await self.connection.execute("COMMIT")
        self._committed = True

    async def rollback(self) -> None:
        # Left to give_back(), because some failures (a full disk) have ended the transaction by themselves.
        self._rolled_back = True

    async def give_back(self) -> None:
        if not self._committed:
            self.connection.tidy()
        self.engine.give_back(self.connection, read_only=self.read_only)


class LiteEngine(SQLiteEngine):
    """readers: number of connections for reading. durability: SQLite's `synchronous`; FULL outlives a power cut."""

    def __init__(self, path: str, *, readers: int = 4, durability: Durability = "FULL") -> None:
        super().__init__(path=path, timeout=15.0, check_same_thread=False, cached_statements=512)
        self._reader_count = readers
        self._durability = durability
        self._pools: tuple[Writer, Readers] | None = None

    async def start_connection_pool(self) -> None:
        """Open the file; it and its folder are made if missing. Raises WorkError if SQLite is too old or it is open."""
        if sqlite3.sqlite_version_info < OLDEST:
            raise WorkError(f"SQLite {OLDEST[0]}.{OLDEST[1]} or later is needed, this is {sqlite3.sqlite_version}")
        if self._pools is not None:
            raise WorkError("the connection pool is already open")
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        writer = Writer(self._lane())
        readers = Readers([self._lane("query_only=ON") for _ in range(self._reader_count)])
        await writer.open()
        await readers.open()
        self._pools = writer, readers

    def _lane(self, *more: str) -> Lane:
        # busy_timeout stands first: switching a new file to WAL already needs to wait for other processes.
        pragmas = ("busy_timeout=15000", "journal_mode=WAL", f"synchronous={self._durability}", "foreign_keys=ON")
        return Lane(self.connection_kwargs, (*pragmas, "cache_size=-16000", *more))

    async def close_connection_pool(self) -> None:
        if self._pools is None:
            return
        writer, readers = self._pools
        self._pools = None
        await readers.close()
        await writer.close()

    @property
    def pools(self) -> tuple[Writer, Readers]:
        if self._pools is None:
            raise WorkError("the connection pool is not open; see engine.opened()")
        return self._pools

    async def take(self, *, read_only: bool) -> Lane:
        writer, readers = self.pools
        return await (readers.take() if read_only else writer.take())

    def give_back(self, lane: Lane, *, read_only: bool) -> None:
        writer, readers = self.pools
        if read_only:
            readers.give_back(lane)
        else:
            writer.give_back()

    @override
    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
    ) -> LiteTransaction:
        """A writing transaction; joins an open one."""
        return LiteTransaction(self, read_only=False, kind=TransactionType.immediate)

    def snapshot(self) -> LiteTransaction:
        """A transaction that only reads; joins an open one of either kind."""
        return LiteTransaction(self, read_only=True, kind=TransactionType.deferred)

    @override
    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> list[Row]:
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self._run(Statement(sql, args))

    @override
    async def run_ddl(self, ddl: str, in_pool: bool = False) -> list[Row]:
        return await self._run(Statement(without_add_constraint(ddl), ()))

    async def _run(self, statement: Statement) -> list[Row]:
        note(statement.sql)
        transaction = cast("LiteTransaction | None", self.current_transaction.get())
        with translated():
            if transaction is not None:
                with transaction.statement():
                    return await transaction.connection.fetch(statement)
            writer, readers = self.pools
            return await (readers if READS.match(statement.sql) else writer).fetch(statement)

    @override
    async def batch(self, query: Any, batch_size: int = 100, node: str | None = None) -> Any:
        """Not offered: Piccolo's version is broken on SQLite for queries with a WHERE. Page by key instead."""
        raise NotImplementedError("page by key instead of batch()")


def without_add_constraint(ddl: str) -> str:
    """Piccolo adds a composite Unique by ALTER TABLE, which SQLite does not know; the same rule as an index."""
    match = ADD_UNIQUE.match(ddl)
    if match is None:
        return ddl
    table, name, columns = match.groups()
    return f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_{name}" ON "{table}" {columns}'
