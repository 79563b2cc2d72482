"""The audit: read the whole log again and compare it with the tree, the checkpoints, and the records as they are now.

Whoever alters a record must also alter what the log kept of it, the entry, the tiles and every checkpoint, and those
that others keep outside cannot be altered. Each of these steps is looked at here, a stretch of the log at a time.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from academy.db.work import reading
from academy.record_log.comparing import (
    Fault,
    altered_entries,
    altered_tiles,
    are_made_from_their_records,
    strange_tiles,
)
from academy.record_log.notes import Checkpoint, NoteInvalid, Verifier
from academy.record_log.replay import Replay
from academy.record_log.rereading import altered_records
from academy.record_log.stretches import STRETCH, Row, checkpoints_within, is_anything_beyond, joined, rows_from
from academy.record_log.tables import LogRecovery, WaitingRecord
from academy.record_log.tiles import WIDTH


class Report(msgspec.Struct, frozen=True):
    """What an audit found. `waiting`: records that have no place yet, normally for a second at most."""

    entries: int
    checkpoints: int
    waiting: int
    faults: tuple[Fault, ...]


async def audit(verifier: Verifier, kept: Sequence[str] = (), *, records: bool = True) -> Report:
    """Compare everything in one snapshot. `kept`: old checkpoints, signed, from outside the academy.

    records: also compare each record with what it says now; without that the log is only compared with itself.
    """
    walk = _Walk(verifier, kept)
    async with reading():
        await walk.whole_log()
        altered = await altered_records() if records else []
        waiting = await WaitingRecord.count()
    return Report(walk.tree.size, walk.checkpoints, waiting, (*walk.faults, *altered))


class _Walk:
    """Every entry once, in order: its place, its record, the tiles, the roots that were signed on the way."""

    def __init__(self, verifier: Verifier, kept: Sequence[str]) -> None:
        self.tree = Replay()
        self.checkpoints = 0
        self.faults: list[Fault] = []
        self._verifier = verifier
        self._known: dict[int, set[bytes]] = defaultdict(set)
        """Roots that were signed over entries that were not reached yet, by their number."""
        self._older_copies: list[LogRecovery] = []
        self._learned: int | None = None
        """Up to which size their checkpoints were read."""
        self._signed = 0
        """How far the academy's own checkpoints reach."""
        for number, note in enumerate(kept, start=1):
            if found := self._learn(f"kept checkpoint {number}", note):
                self._known[found.size].add(found.root)

    async def whole_log(self) -> None:
        """Stops at the first place where an entry is missing: what follows it could only be wrong too."""
        self._older_copies = await LogRecovery.objects().where(LogRecovery.cause == "older_copy")
        start = 0
        while await self._stretch(start):
            start += STRETCH
        if self.tree.size and self._signed != self.tree.size:
            self.faults.append(Fault("end of the log", f"No checkpoint was signed over its {self.tree.size} entries."))
        await self._learn_own(None)
        self._beyond()

    async def _stretch(self, start: int) -> bool:
        """The entries from here on; False at the end, and where one is not at its place."""
        stretch = await joined(start)
        if stretch and are_made_from_their_records(stretch):
            await self._learn_own(start + len(stretch.entries))
            await self._grow(stretch.entries)
            return True
        if rows := await rows_from(start):
            await self._learn_own(rows[-1]["position"] + 1)
            return await self._row_by_row(rows)
        await self._end()
        return False

    async def _learn_own(self, up_to: int | None) -> None:
        after, self._learned = self._learned, up_to
        for row in await checkpoints_within(after, up_to):
            self.checkpoints += 1
            found = self._learn(f"checkpoint {row.size}", row.note)
            if found and (found.size, found.root.hex()) != (row.size, row.root):
                self.faults.append(Fault(f"checkpoint {row.size}", "Its row says something else than its signed note."))
            elif found:
                self._known[found.size].add(found.root)
                self._signed = found.size

    def _learn(self, what: str, note: str) -> Checkpoint | None:
        try:
            return self._verifier.checkpoint(note)
        except NoteInvalid as fault:
            self.faults.append(Fault(what, str(fault)))
            return None

    async def _grow(self, entries: Sequence[str]) -> None:
        """The next entries, whole tiles of them except at the end."""
        made = []
        for start in range(0, len(entries), WIDTH):
            made += self.tree.add([entry.encode() for entry in entries[start : start + WIDTH]])
            self._compare_roots()
        self.faults += await altered_tiles(made)

    async def _row_by_row(self, rows: Sequence[Row]) -> bool:
        """A stretch with something unusual in it; False when an entry is not at its place."""
        for start in range(0, len(rows), WIDTH):
            tile = rows[start : start + WIDTH]
            if tile[0]["position"] != self.tree.size or tile[-1]["position"] != self.tree.size + len(tile) - 1:
                return self._misplaced(tile)
            self.faults += altered_entries(tile)
            await self._grow([row["entry"] for row in tile])
        return True

    def _misplaced(self, tile: Sequence[Row]) -> bool:
        place = next(place for place, row in enumerate(tile, start=self.tree.size) if row["position"] != place)
        self.faults.append(Fault(f"entry {place}", "It is missing, or stands at another place."))
        return False

    def _compare_roots(self) -> None:
        for size in [one for one in self._known if one <= self.tree.size]:
            if self._known.pop(size) != {self.tree.root(size)}:
                self._contradicted(size, "It was signed over other entries than there are now.")

    async def _end(self) -> None:
        """Neither tiles nor entries beyond the last one."""
        self._compare_roots()
        self.faults += [*await altered_tiles(list(self.tree.rest())), *await strange_tiles(self.tree.size)]
        if await is_anything_beyond(self.tree.size):
            self.faults.append(Fault(f"entry {self.tree.size}", "It is missing, or stands at another place."))

    def _beyond(self) -> None:
        for one in sorted(self._known):
            self._contradicted(one, f"It speaks of {one} entries, but the log has only {self.tree.size}.")

    def _contradicted(self, size: int, sentence: str) -> None:
        """A fault in any case: what the log says of itself is no proof, but it says where to look."""
        if any(one.size < size <= one.known_size for one in self._older_copies):
            sentence += " The log says that its database was put back from an older copy in between."
        self.faults.append(Fault(f"checkpoint {size}", sentence))
