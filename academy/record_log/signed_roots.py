"""The roots that were signed, each compared with the tree once it has grown that far."""

from collections import defaultdict
from collections.abc import Sequence

from academy.record_log.comparing import Fault
from academy.record_log.notes import Checkpoint, NoteInvalid, Verifier
from academy.record_log.replay import Replay
from academy.record_log.stretches import CheckpointRow
from academy.record_log.tables import LogRecovery


class SignedRoots:
    """What checkpoints say, of the academy's own and of those that others kept (`kept`: signed notes)."""

    def __init__(self, verifier: Verifier, kept: Sequence[str], older_copies: Sequence[LogRecovery]) -> None:
        self.faults: list[Fault] = []
        self.checkpoints = 0
        self.reached = 0
        """How far the academy's own checkpoints speak of entries that are there."""
        self._verifier = verifier
        self._older_copies = older_copies
        self._unmet: dict[int, set[bytes]] = defaultdict(set)
        """Roots over entries that were not reached yet, by their number."""
        for number, note in enumerate(kept, start=1):
            if found := self._read(f"kept checkpoint {number}", note):
                self._unmet[found.size].add(found.root)

    def learn(self, rows: Sequence[CheckpointRow], there: int) -> None:
        """The academy's own checkpoints. `there`: how many entries there are up to here."""
        for row in rows:
            self.checkpoints += 1
            found = self._read(f"checkpoint {row.size}", row.note)
            if found and (found.size, found.root.hex()) != (row.size, row.root):
                self.faults.append(Fault(f"checkpoint {row.size}", "Its row says something else than its signed note."))
            elif found:
                self._unmet[found.size].add(found.root)
                self.reached = found.size if found.size <= there else self.reached

    def _read(self, what: str, note: str) -> Checkpoint | None:
        try:
            return self._verifier.checkpoint(note)
        except NoteInvalid as fault:
            self.faults.append(Fault(what, str(fault)))
            return None

    def meet(self, tree: Replay) -> None:
        """Compare those that the tree has reached; they must end in the tile that was added last."""
        for size in [one for one in self._unmet if one <= tree.size]:
            if self._unmet.pop(size) != {tree.root(size)}:
                self._contradicted(size, "It was signed over other entries than there are now.")

    def end(self, size: int) -> None:
        """The log has `size` entries and no more."""
        if size and self.reached != size:
            self.faults.append(Fault("end of the log", f"No checkpoint was signed over its {size} entries."))
        for one in sorted(self._unmet):
            self._contradicted(one, f"It speaks of {one} entries, but the log has only {size}.")

    def _contradicted(self, size: int, sentence: str) -> None:
        """A fault in any case: what the log says of itself is no proof, but it says where to look."""
        if any(one.size < size <= one.known_size for one in self._older_copies):
            sentence += " The log says that its database was put back from an older copy in between."
        self.faults.append(Fault(f"checkpoint {size}", sentence))
