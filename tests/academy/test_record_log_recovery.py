"""A log that was cut off, or whose database was put back from a copy, goes on and says so; a forged one does not."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine, opened
from academy.db.startup import migrate
from academy.db.work import savepoint
from academy.piccolo_conf import FLOORS
from academy.record_log import auditing, reading
from academy.record_log import writing as log_writing
from academy.record_log.comparing import entries_of
from academy.record_log.own_records import KEY_ADDED, keys_added
from academy.record_log.queries import log_page
from academy.record_log.records import Content, kind, named
from academy.record_log.right_edge import LogDamaged
from academy.record_log.stretches import STRETCH, joined
from academy.settings import Settings
from tests.academy.logged import fill_log, without_rules
from tests.conftest import Clock
from tests.database import engine_for

CUT_OFF = {
    "no checkpoint": ["DELETE FROM log_checkpoint WHERE size > 250"],
    "neither checkpoint nor tiles": [
        "DELETE FROM log_checkpoint WHERE size > 250",
        "DELETE FROM log_tile WHERE level = 1 OR number > 0",
        "UPDATE log_tile SET hashes = substr(hashes, 1, 8000)",
    ],
}
MENDED = {
    "no tiles": ["DELETE FROM log_tile"],
    "a tile cut off": ["UPDATE log_tile SET hashes = substr(hashes, 1, 32) WHERE number = 1"],
}
FORGED = {
    "an entry": ["DELETE FROM log_tile WHERE number = 1", "UPDATE log_entry SET entry = 'x' WHERE position = 270"],
    "a full tile": ["DELETE FROM log_tile WHERE number = 1", "UPDATE log_entry SET entry = 'x' WHERE position = 3"],
}


async def apply(statements: Sequence[str]) -> None:
    for one in statements:
        await AuditEvent.raw(one)


async def faults(*kept: str) -> list[str]:
    report = await auditing.audit(await log_writing.verifier(), kept)
    return [f"{fault.what}: {fault.sentence}" for fault in report.faults]


async def test_a_log_that_was_cut_off_goes_on_from_its_last_checkpoint(database: DatabaseEngine) -> None:
    await fill_log(1, 249)
    await fill_log(250, 30)
    for what, statements in CUT_OFF.items():
        async with without_rules():
            await apply(statements)
            assert await faults(), what
            await fill_log(400, 1)
            assert await faults() == [], what
            page = await log_page()
            assert page.size == 282, what  # 280, the new one, and one that says it
            assert [(one.cause, one.size, one.known_size) for one in page.recoveries] == [("cut_off", 250, 280)], what


async def test_tiles_that_are_gone_are_made_anew_from_the_entries(database: DatabaseEngine) -> None:
    await fill_log(1, 279)
    for what, statements in MENDED.items():
        async with without_rules():
            await apply(statements)
            assert await faults(), what
            await fill_log(400, 1)
            assert await faults() == [], what


async def test_nothing_is_signed_that_does_not_go_on_from_the_last_checkpoint(database: DatabaseEngine) -> None:
    await fill_log(1, 279)
    for what, statements in FORGED.items():
        async with without_rules():
            await apply(statements)
            with pytest.raises(LogDamaged, match="academy log audit"):
                async with savepoint():
                    await fill_log(400, 1)
            assert (await log_page()).size == 280, what


async def test_a_log_that_nobody_altered_is_not_looked_at_row_by_row(
    database: DatabaseEngine, the_clock: Clock
) -> None:
    await fill_log(1, 2)
    the_clock.move(milliseconds=813)
    await fill_log(3, 2)
    stretch = await joined(0)
    entries = entries_of(stretch)
    assert entries is not None
    assert {msgspec.json.decode(one)["at"].partition("+")[0][19:] for one in entries} == {"", ".813000"}
    assert (await joined(STRETCH)).count == 0


def test_a_kind_of_record_is_read_in_one_way_only() -> None:
    with pytest.raises(ValueError, match="own_records already"):
        kind(KEY_ADDED, "SELECT id FROM used_key")(_nobody)
    assert named(KEY_ADDED).reading is keys_added


async def _nobody(_: Sequence[int]) -> dict[int, Content]:
    return {}


async def test_a_database_put_back_from_an_older_copy_says_so(tmp_path: Path, config: Settings) -> None:
    path = tmp_path / "own.sqlite"
    async with opened(engine_for(f"sqlite:///{path}")):
        await migrate(FLOORS)
        await fill_log(1, 3)
    shutil.copyfile(path, tmp_path / "copy")
    async with opened(engine_for(f"sqlite:///{path}")):
        await fill_log(10, 2)
        kept = await reading.newest_checkpoint() or ""
    shutil.copyfile(tmp_path / "copy", path)
    async with opened(engine_for(f"sqlite:///{path}")):
        await fill_log(20, 4)
        page = await log_page()
        assert [(one.cause, one.size, one.known_size) for one in page.recoveries] == [("older_copy", 4, 6)]
        assert (page.size, await faults()) == (9, [])
        [told] = await faults(kept)
        assert told.startswith("checkpoint 6: It was signed over other entries than there are now.")
        assert told.endswith("put back from an older copy in between.")
        await fill_log(30, 1)
        assert len((await log_page()).recoveries) == 1
