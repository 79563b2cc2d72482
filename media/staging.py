"""The bytes received so far of an upload: a file on this machine's disk whose length is the upload's offset.

One writer at a time, also among processes: who writes holds a lock that ends with the process. A piece with a checksum
counts only once it is verified: until then a mark beside the file says where the piece began, so that even a kill in
the middle of it leaves nothing unverified.
"""

import asyncio
import fcntl
import math
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

from academy.errors import Conflict

PATIENCE_SECONDS = 5.0
"""How long a request waits for another process to finish with the upload."""
_LOOK_AGAIN_SECONDS = 0.1
_MARK = ".unverified"


class Busy(Conflict):
    """Another process of this machine writes to the same upload."""

    status = 423
    code = "upload_busy"
    sentence = "This upload is still being received elsewhere. It goes on by itself in a moment."


def length(path: Path) -> int | None:
    """Bytes that count; None when nothing of the upload is on this machine."""
    try:
        held = path.stat().st_size
    except FileNotFoundError:
        return None
    began = _unverified_from(path)
    return held if began is None else min(held, began)


@asynccontextmanager
async def held(path: Path, *, patience: float | None = None) -> AsyncIterator[int]:
    """The file, open for writing by nobody else.

    Raises Busy when another process keeps it for longer than `patience` seconds (PATIENCE_SECONDS if not given),
    FileNotFoundError when it is not here.
    """
    file = os.open(path, os.O_WRONLY)
    try:
        await _lock(file, PATIENCE_SECONDS if patience is None else patience)
        os.stat(path)  # it may have become an asset while we waited
        _drop_unverified(path, file)
        yield file
    finally:
        os.close(file)


async def _lock(file: int, patience: float) -> None:
    waited = 0.0
    while not _locked(file):
        if waited >= patience:
            raise Busy()
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        waited += _LOOK_AGAIN_SECONDS


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def unverified(path: Path, file: int) -> Iterator[None]:
    """What the block writes is kept if it ends well, and cut off again if not. For who holds the file."""
    _mark_of(path).symlink_to(str(os.fstat(file).st_size))  # a link is made whole or not at all
    try:
        yield
    except BaseException:
        _drop_unverified(path, file)
        raise
    _mark_of(path).unlink()


def _drop_unverified(path: Path, file: int) -> None:
    began = _unverified_from(path)
    if began is not None:
        os.ftruncate(file, min(began, os.fstat(file).st_size))
        _mark_of(path).unlink()


def _unverified_from(path: Path) -> int | None:
    try:
        return int(_mark_of(path).readlink().name)
    except FileNotFoundError:
        return None


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + _MARK)


def remove(path: Path) -> None:
    """Forget the bytes; fine if there are none."""
    path.unlink(missing_ok=True)
    _mark_of(path).unlink(missing_ok=True)


def untouched(folder: Path, before: datetime) -> list[Path]:
    """The files of uploads on this machine that did not grow since a moment."""
    files = folder.glob("*") if folder.exists() else ()
    return [path for path in files if path.suffix != _MARK and _grew_at(path) < before.timestamp()]


def _grew_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf  # it has just become an asset
