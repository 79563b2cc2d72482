"""Migrations: in order, all or nothing, once, however many processes start together."""

import subprocess
import sys
from pathlib import Path

import pytest
from piccolo.table import TABLE_REGISTRY

from academy.db.engine import DatabaseEngine, opened
from academy.db.schema import column_names
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from tests.database import engine_for

APP = """
from pathlib import Path
from piccolo.conf.apps import AppConfig
APP_CONFIG = AppConfig(app_name="{name}", migrations_folder_path=Path(__file__).parent / "migrations")
"""
STEP = """
from academy.db.engine import current
async def forwards():
    await current().run_ddl({sql!r})
"""


def add_floor(folder: Path, name: str, **migrations: str) -> None:
    (folder / name / "migrations").mkdir(parents=True)
    (folder / name / "piccolo_app.py").write_text(APP.format(name=name))
    for module, sql in migrations.items():
        (folder / name / "migrations" / f"{module}.py").write_text(STEP.format(sql=sql))


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two floors whose migrations have the same names; the upper one needs the lower one's table."""
    names = [f"lower_{tmp_path.name}", f"upper_{tmp_path.name}"]
    add_floor(
        tmp_path, names[0], m0001_first="CREATE TABLE one (id INTEGER)", m0002_more="CREATE TABLE two (id INTEGER)"
    )
    add_floor(tmp_path, names[1], m0001_first="INSERT INTO two (id) VALUES (7)")
    monkeypatch.syspath_prepend(str(tmp_path))
    return names


async def test_floors_run_in_order_and_only_once(own_database: str, floors: list[str]) -> None:
    async with opened(engine_for(own_database)) as engine:
        lower, upper = floors
        assert await migrate(floors) == [f"{lower}.m0001_first", f"{lower}.m0002_more", f"{upper}.m0001_first"]
        assert await migrate(floors) == []
        assert [row["id"] for row in await engine.run_ddl("SELECT id FROM two")] == [7]


async def test_a_failing_migration_leaves_nothing_behind(own_database: str, floors: list[str], tmp_path: Path) -> None:
    broken = tmp_path / floors[1] / "migrations" / "m0002_broken.py"
    broken.write_text(STEP.format(sql="INSERT INTO nowhere (id) VALUES (1)"))
    async with opened(engine_for(own_database)) as engine:
        with pytest.raises(Exception, match="nowhere"):
            await migrate(floors)
        broken.unlink()
        assert len(await migrate(floors)) == 3
        assert len(await engine.run_ddl("SELECT id FROM two")) == 1


async def test_the_academys_migrations_run_twice_without_work(database_url: str) -> None:
    async with opened(engine_for(database_url)):
        assert await migrate(FLOORS) == []


async def test_the_migrations_make_every_column_of_every_table(database: DatabaseEngine) -> None:
    tables = [table for table in TABLE_REGISTRY if table.__module__.partition(".")[0] in FLOORS]
    declared = {
        table._meta.tablename: {column._meta.db_column_name for column in table._meta.columns} for table in tables
    }
    assert {table._meta.tablename: await column_names(table) for table in tables} == declared
    assert len(declared) > 30


START = """
import asyncio, sys
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
async def main():
    async with opened(make_engine(sys.argv[1], pool=(1, 2))):
        print(len(await migrate(sys.argv[2:])))
asyncio.run(main())
"""


@pytest.mark.start
def test_of_processes_that_start_together_one_migrates(own_database: str) -> None:
    command = [sys.executable, "-c", START, own_database, *FLOORS]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], outputs
    counts = sorted(int(out) for out, _ in outputs)
    assert counts[:2] == [0, 0]
    assert counts[2] > 0
