"""Logs of any length without courses, and alterations as somebody with full access to the database would make them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from academy.audit import AuditEvent
from academy.db.work import is_sqlite, writing
from academy.record_log import key_added
from academy.record_log import writing as log_writing

FILL = "test-"


async def fill_log(start: int, count: int) -> None:
    """So many more entries, each about a key nobody has; the first ever brings the log's own key along."""
    async with writing():
        for number in range(start, start + count):
            await key_added(f"{FILL}{number}", b"%d" % number)
    await log_writing.extend(0)


class Undo(Exception):
    """Ends a transaction that must leave nothing behind."""


@asynccontextmanager
async def without_rules() -> AsyncIterator[None]:
    """A transaction in which no trigger refuses; nothing of it stays."""
    with suppress(Undo):
        async with writing():
            await _drop_rules()
            yield
            raise Undo


async def _drop_rules() -> None:
    if not is_sqlite():
        await AuditEvent.raw("SET LOCAL session_replication_role = replica")
        await AuditEvent.raw("DROP INDEX log_entry_position")
        return
    rules = "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR name = 'log_entry_position'"
    for row in await AuditEvent.raw(rules):
        await AuditEvent.raw(f'DROP {row["type"]} "{row["name"]}"')


async def mirror(client: httpx.AsyncClient, size: int, folder: Path) -> None:
    """Everything that is handed out of a log of this size, as files at the same addresses."""
    addresses, level, width = ["checkpoint"], 0, size
    while width:
        for start in range(0, width, 256):
            count = min(256, width - start)
            end = f"{start // 256:03}" + ("" if count == 256 else f".p/{count}")
            addresses += [f"tile/{level}/{end}", *([f"tile/entries/{end}"] if level == 0 else [])]
        width, level = width // 256, level + 1
    for address in addresses:
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((await client.get(f"/log/{address}")).content)
