"""What an audit compares, a stretch of the log at a time: entries with their records, records with what they are now,
tiles with those that the entries make.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from piccolo.custom_types import Combinable

from academy.record_log.records import canonical, digest, entry_of, known, named
from academy.record_log.replay import Made
from academy.record_log.stretches import Row
from academy.record_log.tables import LogTile
from academy.record_log.tiles import tiles_of


class Fault(msgspec.Struct, frozen=True):
    """Something that was altered: `what` names it, `sentence` says how that is known."""

    what: str
    sentence: str


def altered_entry(row: Row) -> tuple[Fault, ...]:
    """An entry must be the one that its record, as it was kept, gives."""
    if _is_made_from_its_record(row):
        return ()
    return (Fault(f"entry {row['position']}", "The record kept with it is not the one it was made from."),)


def _is_made_from_its_record(row: Row) -> bool:
    try:
        digested = digest(row["content"], row["salt"])
        # SQLite keeps times as entries write them, but for one letter: to read a million of them takes seconds.
        kind, at = row["kind"], row["made_at"].replace(" ", "T")
        if row["entry"] == f'{{"at":"{at}","digest":"{digested}","kind":"{kind}"}}':
            return True
        return row["entry"] == entry_of(kind, datetime.fromisoformat(row["made_at"]), digested)
    except ValueError:  # a salt or a time that is none
        return False


async def altered_records(rows: Sequence[Row]) -> list[Fault]:
    """Records that do not say any more what they said when they were logged."""
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        by_kind[row["kind"]][row["subject"]] = row["content"]
    faults = []
    for name, contents in by_kind.items():
        if name not in known():
            faults += [Fault(f"{name} {subject}", "Nothing here knows this kind of record.") for subject in contents]
            continue
        now = await named(name).reading(list(contents))
        faults += [
            Fault(f"{name} {subject}", _difference(content, now.get(subject)))
            for subject, content in contents.items()
            if subject not in now or canonical(now[subject]) != content
        ]
    return faults


def _difference(logged: str, now: Mapping[str, object] | None) -> str:
    if now is None:
        return "The record is gone."
    before, after = msgspec.json.decode(logged), msgspec.json.decode(canonical(now))
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return "The record was altered: " + "; ".join(
        f"{name} was {before.get(name)!r}, is {after.get(name)!r}" for name in changed
    )


async def altered_tiles(made: Sequence[Made]) -> list[Fault]:
    """Tiles that the entries make and that are not stored as such."""
    faults = []
    for level in sorted({level for level, _, _ in made}):
        wanted = {number: hashes for of, number, hashes in made if of == level}
        stored = await LogTile.select(LogTile.number, LogTile.hashes).where(
            LogTile.level == level, LogTile.number >= min(wanted), LogTile.number <= max(wanted)
        )
        equal = {row["number"] for row in stored if bytes(row["hashes"]) == wanted[row["number"]]}
        faults += [_altered_tile(level, number) for number in wanted if number not in equal]
    return faults


async def strange_tiles(size: int) -> list[Fault]:
    """Tiles that a log of `size` entries cannot have."""
    counts: dict[int, int] = {}
    for tile in tiles_of(size):
        counts[tile.level] = tile.number + 1
    beyond: Combinable = LogTile.level >= len(counts)
    for level, count in counts.items():
        beyond = beyond | (LogTile.level == level) & (LogTile.number >= count)
    rows = await LogTile.select(LogTile.level, LogTile.number).where(beyond).order_by(LogTile.level, LogTile.number)
    return [_altered_tile(row["level"], row["number"]) for row in rows]


def _altered_tile(level: int, number: int) -> Fault:
    return Fault(f"tile {level}/{number}", "It does not belong to the entries.")
