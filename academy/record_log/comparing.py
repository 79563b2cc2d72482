"""What an audit compares, a stretch of the log at a time: entries with their records, tiles with those that the entries
make.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

import msgspec
from piccolo.custom_types import Combinable

from academy.record_log.records import SALT_BYTES, digest, entry_of
from academy.record_log.replay import Made
from academy.record_log.stretches import Row, Stretch
from academy.record_log.tables import LogTile
from academy.record_log.tiles import tiles_of


class Fault(msgspec.Struct, frozen=True):
    """Something that was altered: `what` names it, `sentence` says how that is known."""

    what: str
    sentence: str


def entries_of(one: Stretch) -> list[bytes] | None:
    """The entries of a stretch, each at its place and the one that its record, as it was kept, gives.

    None where one is not, or where something is spelled unusually: then each has to be looked at by itself.
    """
    try:
        usual = one.places == _in_a_row(one.count) and _as_usual(one) == one.entries.decode()
    except ValueError:  # a salt that is none, lines of its own in a text
        return None
    return one.entries.split(b"\n") if usual else None


def _as_usual(one: Stretch) -> str:
    """The entries of these records, each in a line. No time is taken apart, and no function called for each of them:
    to do so a million times takes seconds. Raises ValueError.
    """
    salts, contents = _salts(one), one.contents.split(b"\n")
    salted = zip(range(0, len(salts), SALT_BYTES), contents, strict=True)
    parts = ["\n", '{"at":"', "", '","digest":"', "", '","kind":"', "", '"}'] * one.count
    parts[2::8] = one.times.split("\n")
    parts[4::8] = [sha256(salts[at : at + SALT_BYTES] + content).hexdigest() for at, content in salted]
    parts[6::8] = one.kinds.split("\n")
    return "".join(parts[1:])


def _salts(one: Stretch) -> bytes:
    """One after the other. Each has to have its own length, or it could lend digits to the next. Raises ValueError."""
    salts = bytes.fromhex(one.salts)
    if len(salts) != SALT_BYTES * one.count or one.salts[2 * SALT_BYTES :: 2 * SALT_BYTES + 1].strip("\n"):
        raise ValueError("a salt is too short or too long")
    return salts


@lru_cache(maxsize=2)
def _in_a_row(count: int) -> str:
    return ",".join(map(str, range(count)))


def altered_entries(rows: Sequence[Row]) -> list[Fault]:
    """Those entries that are not the ones that their records, as they were kept, give."""
    sentence = "The record kept with it is not the one it was made from."
    return [Fault(f"entry {row['position']}", sentence) for row in rows if not _is_made_from_its_record(row)]


def _is_made_from_its_record(row: Row) -> bool:
    try:
        digested = digest(row["content"], row["salt"])
        return row["entry"] == entry_of(row["kind"], datetime.fromisoformat(row["made_at"]), digested)
    except ValueError:  # a salt or a time that is none
        return False


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
