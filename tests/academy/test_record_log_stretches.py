"""An audit goes through the log a stretch at a time: what was altered is found in each of them, and nothing else."""

import pytest

from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.db.work import is_sqlite
from academy.record_log import auditing, stretches
from academy.record_log import writing as log_writing
from academy.record_log.comparing import entries_of
from tests.academy.logged import fill_log, without_rules

SIZE = 700
"""Two whole stretches of the 256 that they have here, and a part of one."""
LATER = "UPDATE logged_record SET {} WHERE id = (SELECT record FROM log_entry WHERE position = {})"
FOUND_AT = {
    "UPDATE log_entry SET entry = replace(entry, 'key', 'kez') WHERE position IN (7, 300, 600)": [
        *("entry 7", "entry 300", "entry 600", "tile 0/0", "tile 0/1", "tile 0/2", "tile 1/0"),
        "checkpoint 700",
    ],
    "UPDATE log_entry SET entry = replace(entry, ':', ': ') WHERE position = 300": [
        *("entry 300", "tile 0/1", "tile 1/0", "checkpoint 700"),
    ],
    LATER.format("content = replace(content, 'test', 'Test')", 255): ["entry 255", "key.added 256"],
    LATER.format("content = content || 'x'", 699): ["entry 699", "key.added 700"],
    LATER.format("salt = replace(salt, substr(salt, 1, 1), 'x')", 256): ["entry 256"],
    LATER.format("salt = substr(salt, 3)", 300): ["entry 300"],
    LATER.format("created_at = '2020-01-01 00:00:00+00:00'", 511): ["entry 511"],
    "UPDATE log_entry SET position = 511 - position WHERE position IN (255, 256)": [
        *("tile 0/0", "tile 0/1", "tile 1/0", "checkpoint 700"),
    ],
    "DELETE FROM log_entry WHERE position = 511": ["entry 511", "end of the log", "checkpoint 700"],
    "DELETE FROM log_entry WHERE position = 512": ["entry 512", "end of the log", "checkpoint 700"],
    "DELETE FROM log_entry WHERE position BETWEEN 400 AND 511": ["entry 400", "end of the log", "checkpoint 700"],
    "UPDATE log_tile SET hashes = substr(hashes, 1, 32) WHERE level = 0 AND number > 0": ["tile 0/1", "tile 0/2"],
}


@pytest.fixture(autouse=True)
async def in_three(database: DatabaseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "STRETCH", 256)
    await fill_log(1, SIZE - 1)


async def found() -> list[str]:
    return [fault.what for fault in (await auditing.audit(await log_writing.verifier())).faults]


async def test_what_nobody_altered_is_gone_through_as_usual() -> None:
    assert await found() == []
    counts = []
    for start in range(0, SIZE, 256):
        entries = entries_of(await stretches.joined(start))
        assert entries is not None
        counts.append(len(entries))
    assert counts == [256, 256, 188]
    assert (await stretches.joined(768)).count == 0


async def test_what_was_altered_is_found_where_it_is() -> None:
    for sql, where in FOUND_AT.items():
        async with without_rules():
            await AuditEvent.raw(sql)
            assert sorted(await found()) == sorted(where), sql


async def test_a_record_without_words_does_not_hide_behind_a_neighbor_with_two_lines() -> None:
    """Joined, both read as before. It takes somebody who also drops the rule that there are words."""
    async with without_rules():
        await let_words_be_missing()
        line = "chr(10)" if not is_sqlite() else "char(10)"
        told = "(SELECT r.content FROM logged_record r JOIN log_entry e ON e.record = r.id WHERE e.position = 301)"
        await AuditEvent.raw(LATER.format(f"content = content || {line} || {told}", 300))
        await AuditEvent.raw(LATER.format("content = NULL", 301))
        assert await found() == ["entry 300", "entry 301", "key.added 301", "key.added 302"]


async def let_words_be_missing() -> None:
    if not is_sqlite():
        await AuditEvent.raw("ALTER TABLE logged_record ALTER content DROP NOT NULL")
        return
    await AuditEvent.raw("PRAGMA writable_schema = ON")
    of_words = "replace(sql, '\"content\" TEXT NOT NULL', '\"content\" TEXT')"
    await AuditEvent.raw(f"UPDATE sqlite_master SET sql = {of_words} WHERE name = 'logged_record'")
    await AuditEvent.raw("PRAGMA writable_schema = RESET")
