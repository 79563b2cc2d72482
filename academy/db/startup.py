"""Bringing the database to today's shape when a process starts, however many processes start at once."""

import asyncio
import contextlib
import fcntl
import importlib
import io
import logging
import pkgutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from types import ModuleType

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from academy.db.engine import DatabaseEngine, current
from academy.db.lite import LiteEngine
from academy.db.pg import PgEngine
from academy.db.transaction import WorkError
from academy.db.work import writing

ADVISORY_LOCK = 7_277_001
"""Any number, the same in all processes of the academy."""

log = logging.getLogger(__name__)


class FloorMigrations(ForwardsMigrationManager):
    """Piccolo's runner, finding a floor's migrations as modules of its package `migrations`, in order of their names.

    Piccolo would import them by bare file name, where two floors' `m0001_...` could hide each other.
    """

    def get_app_config(self, app_name: str) -> AppConfig:
        config: AppConfig = importlib.import_module(f"{app_name}.piccolo_app").APP_CONFIG
        return config

    def get_migration_modules(self, folder_path: str) -> dict[str, ModuleType]:  # type: ignore[override]
        names = [module.name for module in pkgutil.iter_modules([folder_path])]
        return {name: importlib.import_module(f"{self.app_name}.migrations.{name}") for name in names}


async def migrate(floors: Sequence[str]) -> list[str]:
    """Run what is missing of the floors' migrations, lowest floor first, and return the names of what ran.

    Either all of it happens or nothing, and only one process does it at a time. Needs an opened engine.
    """
    async with _alone(current()), writing():
        before = await _done()
        for floor in floors:
            await _run(floor)
        return [name for name in await _done() if name not in before]


async def _run(floor: str) -> None:
    spoken = io.StringIO()
    with contextlib.redirect_stdout(spoken):
        result = await FloorMigrations(app_name=floor).run()
    log.debug("migrations of %s: %s", floor, spoken.getvalue())
    if not result.success:
        raise WorkError(f"migrations of {floor}: {result.message}")


async def _done() -> list[str]:
    if not await Migration.table_exists():
        return []
    rows = await Migration.select(Migration.app_name, Migration.name).order_by(Migration._meta.primary_key)
    return [f"{row['app_name']}.{row['name']}" for row in rows]


@asynccontextmanager
async def _alone(engine: DatabaseEngine) -> AsyncIterator[None]:
    async with _file_lock(engine) if isinstance(engine, LiteEngine) else _advisory_lock(engine):
        yield


@asynccontextmanager
async def _file_lock(engine: LiteEngine) -> AsyncIterator[None]:
    with open(f"{engine.path}.lock", "w") as file:  # noqa: ASYNC230 - opening does not wait; locking has its own thread
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield


@asynccontextmanager
async def _advisory_lock(engine: PgEngine) -> AsyncIterator[None]:
    # A connection of its own: the lock must outlive the transaction, and the pool would reset it away.
    connection = await engine.get_new_connection()
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
        yield
    finally:
        await connection.close()
