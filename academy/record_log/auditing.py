"""The audit: read the whole log again and compare it with the tree, the checkpoints, and the records as they are now.

Whoever alters a record must also alter what the log kept of it, the entry, the tiles and every checkpoint, and those
that others keep outside cannot be altered. Each of these steps is looked at here.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import msgspec

from academy.db.work import reading
from academy.record_log.notes import Checkpoint, NoteInvalid, Verifier
from academy.record_log.records import canonical, digest, entry_of, kinds, named
from academy.record_log.tables import LogCheckpoint, LogEntry, LogTile, WaitingRecord
from academy.record_log.tiles import HASH_BYTES, HEIGHT, WIDTH
from academy.record_log.tree import Edge, leaf_hash
from academy.record_log.writing import unlogged

_AT_ONCE = 2560


class Fault(msgspec.Struct, frozen=True):
    """Something that was altered: `what` names it, `sentence` says how that is known."""

    what: str
    sentence: str


class Report(msgspec.Struct, frozen=True):
    """What an audit found. `waiting`: records that have no place yet, normally for a second at most."""

    entries: int
    checkpoints: int
    waiting: int
    faults: tuple[Fault, ...]


async def audit(verifier: Verifier, kept: Sequence[str] = ()) -> Report:
    """Compare everything in one snapshot. `kept`: old checkpoints, signed, from outside the academy."""
    faults: list[Fault] = []
    async with reading():
        own = await _own_checkpoints(verifier, faults)
        known = {**own, **_kept_checkpoints(verifier, kept, faults)}
        size = await _walk(known, faults)
        faults += [*_beyond(size, own, known), *await _unlogged()]
        waiting = await WaitingRecord.count()
    return Report(size, len(own), waiting, tuple(faults))


async def _own_checkpoints(verifier: Verifier, faults: list[Fault]) -> dict[int, set[bytes]]:
    known: dict[int, set[bytes]] = {}
    for row in await LogCheckpoint.select(LogCheckpoint.size, LogCheckpoint.root, LogCheckpoint.note):
        what = f"checkpoint {row['size']}"
        try:
            found = verifier.checkpoint(row["note"])
        except NoteInvalid as fault:
            faults.append(Fault(what, str(fault)))
            continue
        if (found.size, found.root.hex()) != (row["size"], row["root"]):
            faults.append(Fault(what, "Its row says something else than its signed note."))
        known.setdefault(found.size, set()).add(found.root)
    return known


def _kept_checkpoints(verifier: Verifier, kept: Sequence[str], faults: list[Fault]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = defaultdict(set)
    for number, note in enumerate(kept, start=1):
        try:
            checkpoint: Checkpoint = verifier.checkpoint(note)
        except NoteInvalid as fault:
            faults.append(Fault(f"kept checkpoint {number}", str(fault)))
        else:
            found[checkpoint.size].add(checkpoint.root)
    return found


def _beyond(size: int, own: Mapping[int, object], known: Mapping[int, object]) -> list[Fault]:
    """What the end of the log must be: neither entries without a checkpoint nor checkpoints without entries."""
    faults = [
        Fault(f"checkpoint {reached}", f"It speaks of {reached} entries, but the log has only {size}.")
        for reached in sorted(known)
        if reached > size
    ]
    if size and size not in own:
        faults.append(Fault("end of the log", f"No checkpoint was signed over its {size} entries."))
    return faults


async def _walk(known: Mapping[int, set[bytes]], faults: list[Fault]) -> int:
    """Every entry once, in order: its record, its place, the tiles, the roots on the way. Gives how many there are."""
    edge = Edge()
    tiles = _Tiles()
    async for rows in _in_order():
        faults += await _altered_records(rows)
        for row in rows:
            if row["position"] != edge.size:
                faults.append(Fault(f"entry {edge.size}", "It is missing, or stands at another place."))
                return edge.size
            faults += _altered_entry(row)
            tiles.add(edge.add(leaf_hash(row["entry"].encode())))
            if edge.size in known and known[edge.size] != {edge.root()}:
                faults.append(Fault(f"checkpoint {edge.size}", "It was signed over other entries than there are now."))
    faults += await tiles.altered()
    return edge.size


async def _unlogged() -> list[Fault]:
    return [
        Fault(f"{one.name} {each}", "The log does not know this record.")
        for one in kinds()
        async for missing in unlogged(one)
        for each in missing
    ]


async def _in_order() -> AsyncIterator[list[dict[str, Any]]]:
    after = -1
    while rows := await LogEntry.raw(_ENTRIES, after, _AT_ONCE):
        yield rows
        after = rows[-1]["position"]


_ENTRIES = """
    SELECT e.position, e.entry, r.kind, r.subject_id, r.content, r.salt, r.created_at
    FROM log_entry e JOIN logged_record r ON r.id = e.record WHERE e.position > {} ORDER BY e.position LIMIT {}
"""


def _altered_entry(row: Mapping[str, Any]) -> list[Fault]:
    if row["entry"] == entry_of(row["kind"], row["created_at"], digest(row["content"], row["salt"])):
        return []
    return [Fault(f"entry {row['position']}", "The record kept with it is not the one it was made from.")]


async def _altered_records(rows: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Records that do not say any more what they said when they were logged."""
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        by_kind[row["kind"]][row["subject_id"]] = row["content"]
    faults = []
    for name, contents in by_kind.items():
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


class _Tiles:
    """The tiles as the entries make them, to be compared with the stored ones."""

    def __init__(self) -> None:
        self._made: list[bytearray] = []

    def add(self, subtrees: Sequence[bytes]) -> None:
        """What a leaf completed: every eighth level stands in tiles."""
        for level, found in enumerate(subtrees[::HEIGHT]):
            if level == len(self._made):
                self._made.append(bytearray())
            self._made[level] += found

    async def altered(self) -> list[Fault]:
        stored = {}
        for row in await LogTile.select(LogTile.level, LogTile.number, LogTile.hashes):
            stored[row["level"], row["number"]] = bytes(row["hashes"])
        made = {
            (level, at // (WIDTH * HASH_BYTES)): bytes(hashes[at : at + WIDTH * HASH_BYTES])
            for level, hashes in enumerate(self._made)
            for at in range(0, len(hashes), WIDTH * HASH_BYTES)
        }
        places = sorted(place for place in {*stored, *made} if stored.get(place) != made.get(place))
        return [Fault(f"tile {level}/{number}", "It does not belong to the entries.") for level, number in places]
