"""What films are cut from, kept by what it was made of: said sentences, drawn slides, slides as moving pictures.

The same words and the same drawing give the same piece, so that a changed word costs one sentence and nothing else.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from academy.codes import new_code

LARGEST: Final = 3 * 1024**3
"""Bytes that all pieces together may take: about a hundred hours of slides, and twelve of speech."""


class Pieces:
    """A folder of pieces. `made` counts, by kind, what was not there and had to be made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: Counter[str] = Counter()

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The piece of this name; made and kept if there is none."""
        if path := self.find(name):
            return path.read_bytes()
        made = make()
        self.keep(name, lambda path: path.write_bytes(made))
        return made

    def find(self, name: str) -> Path | None:
        """The piece of this name, used just now."""
        path = self._folder / name
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        return path

    def keep(self, name: str, write: Callable[[Path], object]) -> Path:
        """Keep what `write` puts into the file it is given: the whole of it, or nothing if it fails."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{new_code()}")
        try:
            write(half)
            half.rename(path)
        finally:
            half.unlink(missing_ok=True)
        self.made[path.parent.name] += 1
        return path


def name_of(kind: str, ending: str, *made_of: object) -> str:
    """The name of a piece made of exactly this, in the folder of its kind."""
    said = hashlib.sha256("\0".join(map(str, made_of)).encode()).hexdigest()
    return f"{kind}/{said[:40]}.{ending}"


def clear(folder: Path, most: int = LARGEST) -> int:
    """Remove the pieces used longest ago until the others fit into `most` bytes; returns how many went."""
    files = [(path, path.stat()) for path in folder.rglob("*") if path.is_file()]
    room, gone = most, 0
    for path, facts in sorted(files, key=lambda each: each[1].st_mtime, reverse=True):
        room -= facts.st_size
        if room < 0:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
