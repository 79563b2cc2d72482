"""`python -m bench.record_log`: what an audit costs, beside hashing as many bytes in the same run.

The log is filled with completions, as most of a real one is; --entries says how many (100 000 by default).
"""

import asyncio
import json
import secrets
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from academy import settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.db.work import insert_many
from academy.piccolo_conf import FLOORS
from academy.record_log import auditing, writing
from academy.record_log.notes import Verifier
from academy.record_log.records import canonical
from academy.record_log.stretches import checkpoints_within, rows_from
from academy.record_log.tables import LoggedRecord, WaitingRecord
from courses.learning import records
from courses.learning.tables import Completion

ENTRIES = 100_000
TARGET = 10.0
"""Seconds for a million entries, the records themselves read again."""
_FILL = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})
    INSERT INTO completion (code, enrollment, person, course, version, site, completed_at, percent, contact_minutes,
        fingerprint, evidence, created_at)
    SELECT 'c' || i, i, i % 9000, 1, 1, 1, '2026-11-21 08:12:00.123000+00:00', 80 + i % 20, 60,
        lower(hex(randomblob(32))), '{{"lessons": ' || i || '}}', '2026-11-21 08:12:00.123000+00:00' FROM n
"""


def main() -> None:
    """Measure and print; with --json also write the figures."""
    parser = ArgumentParser(prog="bench.record_log")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_measured(Path(folder), arguments.entries))
    for name, figure in figures.items():
        sys.stdout.write(f"{name:<54} {figure:>8.2f}\n")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


async def _measured(data: Path, entries: int) -> dict[str, float]:
    config = settings.from_env({"ACADEMY_DATA": str(data)})
    settings.use(config)
    async with opened(make_engine(config.database_url, durability="OFF")):
        await migrate(FLOORS)
        await _fill(entries)
        verifier = await writing.verifier()
        hashing = await _least(lambda: _hash(entries))
        without = await _least(lambda: _audit(verifier, records=False))
        whole = await _least(lambda: _audit(verifier, records=True))
        checking = await _least(lambda: _check_notes(verifier))
    million = 1_000_000 / entries
    return {
        "hashing as many bytes, s a million": hashing.wall * million,
        "audit of the log alone, s a million": without.wall * million,
        "audit of the log, CPU, x hashing": without.cpu / hashing.cpu,
        f"audit of log and records, s a million (at most {TARGET:g})": whole.wall * million,
        "audit of log and records, CPU s a million": whole.cpu * million,
        "audit of log and records, CPU, x hashing": whole.cpu / hashing.cpu,
        "each checkpoint more than one for 1000 entries, ms": checking.cpu,
    }


async def _fill(entries: int) -> None:
    """The rows and the log about them; keys to learners that do not exist are not looked at."""
    await Completion.raw("PRAGMA foreign_keys=OFF")
    await Completion.raw(_FILL, entries)
    for start in range(1, entries + 1, 5000):
        found = await records.completions(range(start, min(start + 5000, entries + 1)))
        rows = [
            LoggedRecord(
                kind=records.COMPLETION, subject_id=one, content=canonical(content), salt=secrets.token_hex(32)
            )
            for one, content in found.items()
        ]
        await insert_many(rows)
        await insert_many([WaitingRecord(record=row.id) for row in rows])
    await writing.extend(0)


class _Cost(NamedTuple):
    """Seconds: on the clock, and of all threads together."""

    wall: float
    cpu: float


async def _least(work: Callable[[], Awaitable[None]]) -> _Cost:
    """The least of three rounds."""
    rounds = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        await work()
        rounds.append(_Cost(time.perf_counter() - wall, time.process_time() - cpu))
    return min(rounds)


async def _hash(entries: int) -> None:
    """As often as there are entries: a record, an entry, and a node of the tree. No audit can do with less."""
    row = (await rows_from(0))[0]
    record, entry = bytes.fromhex(row["salt"]) + row["content"].encode(), b"\x00" + row["entry"].encode()
    for _ in range(entries):
        sha256(record).hexdigest()
        sha256(b"\x01" + sha256(entry).digest() * 2).digest()


async def _check_notes(verifier: Verifier) -> None:
    """A thousand times. A log that grows by single records has a checkpoint for each, this one has them by the job."""
    [newest] = (await checkpoints_within(0, None))[-1:]
    for _ in range(1000):
        verifier.checkpoint(newest.note)


async def _audit(verifier: Verifier, *, records: bool) -> None:
    assert (await auditing.audit(verifier, records=records)).faults == ()


if __name__ == "__main__":
    main()
