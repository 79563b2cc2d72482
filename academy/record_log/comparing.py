"""What an audit compares, a stretch of the log at a time: entries with their records, records with what they are now,
tiles with those that the entries make.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from piccolo.custom_types import Combinable

from academy.db.work import is_sqlite
from academy.record_log.records import Kind, canonical, digest, entry_of, known, named, spelled
from academy.record_log.replay import Made
from academy.record_log.stretches import Row
from academy.record_log.tables import LogTile
from academy.record_log.tiles import tiles_of


class Fault(msgspec.Struct, frozen=True):
    """Something that was altered: `what` names it, `sentence` says how that is known."""

    what: str
    sentence: str


def altered_entries(rows: Sequence[Row]) -> list[Fault]:
    """Those entries that are not the ones that their records, as they were kept, give."""
    if _are_as_usual(rows):
        return []
    sentence = "The record kept with it is not the one it was made from."
    return [Fault(f"entry {row['position']}", sentence) for row in rows if not _is_made_from_its_record(row)]


def _are_as_usual(rows: Sequence[Row]) -> bool:
    try:
        return [row["entry"] for row in rows] == [_as_usual(row) for row in rows]
    except ValueError:  # a salt that is none
        return False


def _as_usual(row: Row) -> str:
    """The entry of a record whose time lies there as SQLite keeps it: to read a million of them takes seconds."""
    digested = sha256(bytes.fromhex(row["salt"]) + row["content"].encode()).hexdigest()
    return f'{{"at":"{row["made_at"].replace(" ", "T")}","digest":"{digested}","kind":"{row["kind"]}"}}'


def _is_made_from_its_record(row: Row) -> bool:
    try:
        digested = digest(row["content"], row["salt"])
        return row["entry"] == entry_of(row["kind"], datetime.fromisoformat(row["made_at"]), digested)
    except ValueError:  # a salt or a time that is none
        return False


async def altered_records(rows: Sequence[Row]) -> list[Fault]:
    """Records that do not say any more what they said when they were logged."""
    faults = []
    for name in sorted({row["kind"] for row in rows}):
        if name in known():
            faults += await _altered(named(name), rows)
        else:
            strange = [row["subject"] for row in rows if row["kind"] == name]
            faults += [Fault(f"{name} {subject}", "Nothing here knows this kind of record.") for subject in strange]
    return faults


async def _altered(one: Kind, rows: Sequence[Row]) -> list[Fault]:
    suspects = await _suspects(one, rows) if one.columns and is_sqlite() else None
    if suspects is not None and not suspects:
        return []
    contents = {row["subject"]: row["content"] for row in rows if row["kind"] == one.name}
    looked_at = list(contents) if suspects is None else suspects
    now = await one.reading(looked_at)
    return [
        Fault(f"{one.name} {subject}", _difference(contents[subject], now.get(subject)))
        for subject in looked_at
        if subject not in now or canonical(now[subject]) != contents[subject]
    ]


async def _suspects(one: Kind, rows: Sequence[Row]) -> list[int]:
    """Records of a stretch that SQLite does not find to say, to the letter, what was logged.

    It reads every one of them, as Python would, in a fifth of the time.
    """
    table = one.columns[0]._meta.table._meta.tablename
    statement = _SUSPECTS.replace("{table}", table).replace("{said}", spelled(one.columns))
    found = await LogTile.raw(statement, rows[0]["position"], rows[-1]["position"], one.name)
    return [row["id"] for row in found]


# The plus keeps SQLite from going through all records of the kind for each stretch.
_SUSPECTS = """
    SELECT r.subject_id + 0 AS id FROM log_entry e JOIN logged_record r ON r.id = e.record
        LEFT JOIN "{table}" t ON t.id = r.subject_id
    WHERE e.position >= {} AND e.position <= {} AND +r.kind = {} AND (t.id IS NULL OR r.content <> {said})
"""


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
