"""What each engine promises below `writing()` and `reading()`: connections given back, commits shared, rules kept."""

import asyncio
import contextvars
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from piccolo.columns import BigInt, Boolean, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from academy import piccolo_conf
from academy.db.engine import DatabaseEngine, bound, current, make_engine, opened
from academy.db.lanes import Statement, commit_together
from academy.db.lite import LiteEngine
from academy.db.pg import PgEngine
from academy.db.refusals import AlreadyExists, StillUsed
from academy.db.schema import add_columns, column_names, create_tables, unique_index
from academy.db.transaction import WorkError
from academy.db.work import reading, writing
from tests.database import engine_for


class Answer(Table, tablename="test_answer"):
    learner = Integer(null=False)
    item = Integer(null=False)
    text = Varchar(length=50, null=False)
    big = BigInt(null=False, default=0)
    right = Boolean(null=False, default=False)
    at = Timestamptz(null=True, default=None)
    one_each = Unique([learner, item])


class Box(Table, tablename="test_box"):
    """Its foreign key is checked at COMMIT, which Piccolo cannot say, hence the table is made by hand."""

    inside = Integer(null=False)


BOX = """CREATE TABLE test_box (id INTEGER PRIMARY KEY, inside INTEGER NOT NULL
         REFERENCES test_box (id) DEFERRABLE INITIALLY DEFERRED)"""


@pytest.fixture
async def engine(own_database: str) -> AsyncIterator[DatabaseEngine]:
    async with opened(engine_for(own_database)) as opened_engine:
        await create_tables(Answer)
        await opened_engine.run_ddl(BOX)
        yield opened_engine


async def upsert(item: int, text: str) -> None:
    row = Answer(learner=1, item=item, text=text)
    await Answer.insert(row).on_conflict((Answer.learner, Answer.item), "DO UPDATE", [Answer.text])


async def alone(work: Callable[[], Awaitable[object]]) -> object:
    """Do `work` as another request would: in a task that inherits no transaction."""

    async def run() -> object:
        return await work()

    return await asyncio.get_running_loop().create_task(run(), context=contextvars.Context())


async def test_many_upserts_at_once_are_all_kept(engine: DatabaseEngine) -> None:
    await asyncio.gather(*(upsert(n % 16, f"text {n}") for n in range(32)))
    assert await Answer.count() == 16
    if isinstance(engine, LiteEngine):
        assert sqlite3.connect(engine.path).execute("SELECT count(*) FROM test_answer").fetchone() == (16,)


async def test_of_statements_that_share_a_commit_the_bad_ones_fail_alone(engine: DatabaseEngine) -> None:
    sent = [Answer.insert(Answer(learner=1, item=item, text="")).run() for item in (1, 2, 1, 3, 2, 4)]
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    failed = [isinstance(outcome, AlreadyExists) for outcome in outcomes]
    assert (sum(failed), await Answer.count()) == (2, 4)


def test_statements_that_wait_together_are_synced_once() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    outcomes = commit_together(
        connection, [Statement("INSERT INTO one VALUES (?) RETURNING id", (n,)) for n in (1, 2, 1)]
    )
    assert outcomes[:2] == [[{"id": 1}], [{"id": 2}]]
    assert isinstance(outcomes[2], sqlite3.IntegrityError)
    assert seen.count("COMMIT") == 1


async def test_a_broken_connection_answers_everybody_who_waits(own_database: str, database_kind: str) -> None:
    if database_kind != "sqlite":
        pytest.skip("shared commits are SQLite's")
    async with opened(engine_for(own_database)) as engine:
        assert isinstance(engine, LiteEngine)
        engine.pools[0].lane.connection.close()
        outcomes = await asyncio.gather(
            *(engine.run_ddl("CREATE TABLE x (y)") for _ in range(3)), return_exceptions=True
        )
        assert {type(outcome) for outcome in outcomes} == {sqlite3.ProgrammingError}


async def test_a_neighbor_that_can_not_commit_takes_nobody_along(engine: DatabaseEngine) -> None:
    bad = engine.run_ddl("INSERT INTO test_box (id, inside) VALUES (1, 99)")
    outcomes = await asyncio.gather(upsert(1, "a"), bad, upsert(2, "b"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), StillUsed, type(None)]
    assert await Answer.count() == 2


async def test_a_cancelled_statement_harms_no_other(engine: DatabaseEngine) -> None:
    task = asyncio.create_task(upsert(1, "gone"))
    others = [asyncio.create_task(upsert(n, "kept")) for n in (2, 3)]
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(*others)
    assert {row["item"] for row in await Answer.select(Answer.item)} >= {2, 3}


async def test_a_failing_commit_gives_its_connection_back(own_database: str) -> None:
    async with opened(make_engine(own_database, readers=1, durability="OFF", pool=(1, 2))) as engine:
        await engine.run_ddl(BOX)
        for _ in range(4):
            with pytest.raises(StillUsed):
                async with writing():
                    await engine.run_ddl("INSERT INTO test_box (id, inside) VALUES (1, 99)")
        async with asyncio.timeout(5), writing():
            await engine.run_ddl("INSERT INTO test_box (id, inside) VALUES (1, 1)")
        if isinstance(engine, PgEngine):
            assert engine.open_pool.get_idle_size() == engine.open_pool.get_size()


@pytest.mark.parametrize("kind", [writing, reading])
async def test_a_cancelled_transaction_gives_its_connection_back(engine: DatabaseEngine, kind: object) -> None:
    async def stuck(inside: asyncio.Event) -> None:
        async with kind():  # type: ignore[operator]
            await Answer.count()
            inside.set()
            await asyncio.Event().wait()

    for _ in range(10):
        inside = asyncio.Event()
        task = asyncio.create_task(stuck(inside))
        await inside.wait()
        task.cancel()
    async with asyncio.timeout(5):
        await upsert(1, "free again")
    assert await Answer.count() == 1


async def test_writers_of_two_processes_wait_for_each_other(own_database: str) -> None:
    """Two engines on one database, as two processes have; each reads, then writes what it read plus one."""
    async with opened(engine_for(own_database)) as one:
        await create_tables(Answer)
        await upsert(1, "0")
        two = engine_for(own_database)
        await two.start_connection_pool()
        try:
            await asyncio.gather(*(alone(partial(count_up, engine)) for engine in [one, two] * 20))
        finally:
            await two.close_connection_pool()
        assert (await Answer.select(Answer.text))[0]["text"] == "40"


async def count_up(engine: DatabaseEngine) -> None:
    async with engine.transaction():
        lock = "" if isinstance(engine, LiteEngine) else " FOR UPDATE"
        rows = await engine.run_ddl(f"SELECT text FROM test_answer{lock}")
        await engine.run_ddl(f"UPDATE test_answer SET text = '{int(rows[0]['text']) + 1}'")


async def test_values_come_back_as_they_went_in(engine: DatabaseEngine) -> None:
    at = datetime(2026, 3, 1, 12, 30, 0, 123000, tzinfo=UTC)
    values = {"learner": -5, "item": 0, "text": "Ō'Neil {} %", "big": 2**53 + 1, "right": True, "at": at}
    await Answer.insert(Answer.from_dict(values))
    row = (await Answer.select(*Answer._meta.columns[1:]))[0]
    assert row == values
    assert [type(row[name]) for name in ("big", "right")] == [int, bool]
    assert await Answer.raw("SELECT item, at FROM test_answer WHERE text = {}", values["text"]) == [
        {"item": 0, "at": at}
    ]


async def test_a_column_is_added_once_and_only_if_missing(engine: DatabaseEngine) -> None:
    await engine.run_ddl("ALTER TABLE test_answer DROP COLUMN at")
    await engine.run_ddl("INSERT INTO test_answer (learner, item, text) VALUES (1, 1, '')")
    for _ in range(2):
        await add_columns(Answer.at, Answer.big)
    assert {"at", "big"} <= await column_names(Answer)
    assert (await Answer.select(Answer.at))[0] == {"at": None}


async def test_an_index_with_another_name_does_not_replace_the_rule(engine: DatabaseEngine) -> None:
    await unique_index("test_answer_text", Answer, "lower(text)", where="text <> ''")
    await upsert(1, "Once")
    with pytest.raises(AlreadyExists):
        await upsert(2, "ONCE")


async def test_a_pool_that_is_not_open_says_so(own_database: str) -> None:
    with bound(engine_for(own_database)) as engine, pytest.raises(WorkError, match="not open"):
        await engine.run_ddl("SELECT 1")


async def test_piccolo_finds_the_bound_engine_and_none_afterwards(engine: DatabaseEngine, own_database: str) -> None:
    other = engine_for(own_database)
    assert piccolo_conf.DB is current() is engine
    with bound(other):
        assert Answer._meta.db is piccolo_conf.DB is other
    assert Answer._meta.db is engine


def test_without_a_bound_engine_nothing_is_found() -> None:
    with pytest.raises(WorkError, match="no database is bound"):
        current()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "", "academy.sqlite"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        make_engine(url)


@pytest.mark.parametrize(("url", "path"), [("sqlite:///var/a.sqlite", "var/a.sqlite"), ("sqlite:////srv/a", "/srv/a")])
def test_a_sqlite_path_is_relative_or_absolute(url: str, path: str) -> None:
    engine = make_engine(url)
    assert isinstance(engine, LiteEngine)
    assert engine.path == path
