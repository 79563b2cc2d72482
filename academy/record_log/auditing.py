"""The audit: read the whole log again and compare it with the tree, the checkpoints, and the records as they are now.

Whoever alters a record must also alter what the log kept of it, the entry, the tiles and every checkpoint, and those
that others keep outside cannot be altered. Each of these steps is looked at here, a stretch of the log at a time.
"""

import asyncio
from collections.abc import Sequence

import msgspec

from academy.db.work import reading, side_by_side
from academy.record_log.comparing import (
    Fault,
    altered_entries,
    altered_tiles,
    entries_of,
    strange_tiles,
)
from academy.record_log.notes import Verifier
from academy.record_log.replay import Made, Replay
from academy.record_log.rereading import altered_records
from academy.record_log.signed_roots import SignedRoots
from academy.record_log.stretches import Row, Stretch, checkpoints_within, is_anything_beyond, joined, rows_from
from academy.record_log.tables import LogRecovery, WaitingRecord
from academy.record_log.tiles import WIDTH


class Report(msgspec.Struct, frozen=True):
    """What an audit found. `waiting`: records that have no place yet, normally for a second at most."""

    entries: int
    checkpoints: int
    waiting: int
    faults: tuple[Fault, ...]


async def audit(verifier: Verifier, kept: Sequence[str] = (), *, records: bool = True) -> Report:
    """Compare everything. `kept`: old checkpoints, signed, from outside the academy.

    records: also compare each record with what it says now; without that the log is only compared with itself. The
    records have a snapshot of their own, beside that of the log: a record and what the log keeps of it come to be in
    one transaction, so that each snapshot agrees with itself whatever is added between the two.
    """
    if not records:
        async with reading():
            return await _log_audited(verifier, kept)
    report, altered = await side_by_side(lambda: _log_audited(verifier, kept), altered_records)
    return msgspec.structs.replace(report, faults=(*report.faults, *altered))


async def _log_audited(verifier: Verifier, kept: Sequence[str]) -> Report:
    older_copies = await LogRecovery.objects().where(LogRecovery.cause == "older_copy")
    walk = _Walk(SignedRoots(verifier, kept, older_copies))
    await walk.whole_log()
    waiting = await WaitingRecord.count()
    return Report(walk.tree.size, walk.roots.checkpoints, waiting, (*walk.roots.faults, *walk.faults))


class _Walk:
    """Every entry once, in order: its place, its record, the tiles, the roots that were signed on the way.

    A thread goes through one stretch while the database looks for the next: both take about as long.
    """

    def __init__(self, roots: SignedRoots) -> None:
        self.tree = Replay()
        self.roots = roots
        self.faults: list[Fault] = []
        self._is_broken = False
        """An entry is not at its place: what follows it could only be wrong too."""

    async def whole_log(self) -> None:
        """To its end, or to the first place where an entry is missing."""
        stretch = await joined(0)
        while stretch.count and not self._is_broken:
            stretch = await self._through(stretch)
        if not self._is_broken:
            await self._end()
        self.roots.learn(await checkpoints_within(stretch.start, None), self.tree.size)
        self.roots.end(self.tree.size)

    async def _through(self, stretch: Stretch) -> Stretch:
        """Go through this stretch; gives the next one."""
        working = asyncio.create_task(asyncio.to_thread(self._grow_as_usual, stretch))
        try:
            following = await joined(stretch.end)
        finally:
            made = await working
        if made is None:
            await self._row_by_row(stretch)
        else:
            self.faults += await altered_tiles(made)
        return following

    def _grow_as_usual(self, stretch: Stretch) -> list[Made] | None:
        """The tiles that these entries make; None, and nothing is done, where one has to be looked at by itself."""
        entries = entries_of(stretch)
        if entries is None or stretch.start != self.tree.size:
            return None
        self.roots.learn(stretch.checkpoints, stretch.start + len(entries))
        return self._grow(entries)

    def _grow(self, entries: Sequence[bytes]) -> list[Made]:
        """The next entries, whole tiles of them except at the end."""
        made = []
        for start in range(0, len(entries), WIDTH):
            made += self.tree.add(entries[start : start + WIDTH])
            self.roots.meet(self.tree)
        return made

    async def _row_by_row(self, stretch: Stretch) -> None:
        """A stretch with something unusual in it, up to where an entry is not at its place."""
        rows = await rows_from(stretch.start)
        self.roots.learn(stretch.checkpoints, rows[-1]["position"] + 1)
        for start in range(0, len(rows), WIDTH):
            tile = rows[start : start + WIDTH]
            if tile[0]["position"] != self.tree.size or tile[-1]["position"] != self.tree.size + len(tile) - 1:
                return self._misplaced(tile)
            self.faults += altered_entries(tile)
            self.faults += await altered_tiles(self._grow([row["entry"].encode() for row in tile]))
        return None

    def _misplaced(self, tile: Sequence[Row]) -> None:
        self._is_broken = True
        self._missing(next(place for place, row in enumerate(tile, start=self.tree.size) if row["position"] != place))

    def _missing(self, place: int) -> None:
        self.faults.append(Fault(f"entry {place}", "It is missing, or stands at another place."))

    async def _end(self) -> None:
        """Neither tiles nor entries beyond the last one."""
        self.roots.meet(self.tree)
        self.faults += [*await altered_tiles(list(self.tree.rest())), *await strange_tiles(self.tree.size)]
        if await is_anything_beyond(self.tree.size):
            self._missing(self.tree.size)
