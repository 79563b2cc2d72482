"""PostgreSQL through Piccolo's pool, with transactions that always give their connection back.

Piccolo's own transaction keeps the connection for good when COMMIT fails, and a deferred constraint or a serialization
failure does fail there: two such commits exhaust a pool of two.
"""

from typing import Any, cast

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString
from typing_extensions import override

from academy.db.refusals import translated
from academy.db.transaction import OwnTransaction, WorkError
from academy.db.watch import note


class PgTransaction(OwnTransaction, PostgresTransaction):
    """A transaction on one pooled connection: read committed when it writes, one snapshot when it only reads."""

    engine: "PgEngine"

    def __init__(self, engine: "PgEngine", *, read_only: bool) -> None:
        super().__init__(engine)
        self.start_owned(read_only=read_only)

    async def open(self) -> None:
        self.connection = await self.engine.open_pool.acquire()
        try:
            isolation = "repeatable_read" if self.read_only else "read_committed"
            self.transaction = self.connection.transaction(isolation=isolation, readonly=self.read_only)
            await self.transaction.start()
        except BaseException:
            await self.give_back()
            raise

    async def commit(self) -> None:
        await self.transaction.commit()

    async def rollback(self) -> None:
        # A lost connection has rolled back by itself; asking it again would hide the error that lost it.
        if not self.connection.is_closed():
            await self.transaction.rollback()

    async def give_back(self) -> None:
        await self.engine.open_pool.release(self.connection)


async def _leave_settings(connection: object) -> None:
    """Instead of asyncpg's RESET ALL after each use, which doubles the cost of a small query: nothing here changes
    session settings, listens or holds advisory locks on a pooled connection. Open transactions are still rolled back.
    """


class PgEngine(PostgresEngine):
    """size: the pool's smallest and largest number of connections."""

    def __init__(self, dsn: str, *, size: tuple[int, int] = (4, 8)) -> None:
        # jit=off: compiling costs more than it saves on statements that touch thousands of rows, not millions.
        super().__init__(config={"dsn": dsn, "server_settings": {"application_name": "academy", "jit": "off"}})
        self._size = size

    async def check_version(self) -> None:
        """Skipped: it would connect while the engine is built. Starting the pool fails loudly enough."""

    async def start_connection_pool(self, **settings: Any) -> None:
        """Connect. Raises what asyncpg raises when the server cannot be reached."""
        smallest, largest = self._size
        await super().start_connection_pool(min_size=smallest, max_size=largest, reset=_leave_settings, **settings)

    async def close_connection_pool(self) -> None:
        if self.pool is not None:
            await super().close_connection_pool()

    @property
    def open_pool(self) -> Any:
        if self.pool is None:
            raise WorkError("the connection pool is not open; see engine.opened()")
        return self.pool

    @override
    def transaction(self, allow_nested: bool = True) -> PgTransaction:
        """A writing transaction; joins an open one."""
        return PgTransaction(self, read_only=False)

    def snapshot(self) -> PgTransaction:
        """A transaction that only reads; joins an open one of either kind."""
        return PgTransaction(self, read_only=True)

    @override
    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self._run(sql, args)

    @override
    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        return await self._run(ddl, [])

    async def _run(self, sql: str, args: list[Any]) -> Any:
        note(sql)
        transaction = cast("PgTransaction | None", self.current_transaction.get())
        with translated():
            if transaction is None:
                return await self.open_pool.fetch(sql, *args)
            with transaction.statement():
                return await transaction.connection.fetch(sql, *args)
