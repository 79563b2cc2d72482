"""How a stranger's number is looked up: by a keyed digest of it, never by the number itself.

So neither a copied database nor the time an index takes to answer helps anybody to a number that exists. The key,
called the pepper, lies with the academy's other keys: made once, readable by the academy alone, never overwritten.
"""

import hmac
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from academy import settings
from academy.db.work import writing
from academy.record_log.keys import KeyUnsafe
from certificates.tables import Certificate

_AT_ONCE = 500
_BYTES = 32
_OTHERS = 0o077


def index_of(serial: str) -> str:
    """What the row of this serial, in its printed form, is found by. Raises KeyUnsafe."""
    return hmac.digest(_pepper(_place()), serial.encode(), "sha256").hex()


async def prepare() -> int:
    """Make the pepper if there never was one, and index certificates from before; gives how many those were.

    At every start, because a migration cannot know the pepper, and finished before anybody asks: filled in later, an
    old paper would read as unknown for a while. Raises KeyUnsafe when the pepper is gone or is not the one in use.
    """
    await _require_the_pepper_in_use()
    index_of("")
    return sum([await _index(rows) async for rows in _not_indexed()])


async def _require_the_pepper_in_use() -> None:
    columns = (Certificate.serial, Certificate.lookup)
    known = await Certificate.select(*columns).where(Certificate.lookup.is_not_null()).first()
    if known and not _place().exists():
        raise KeyUnsafe(f"The key {_place()} is gone, but certificates are found by it. Put it back from your backup.")
    if known and index_of(known["serial"]) != known["lookup"]:
        raise KeyUnsafe(f"The key {_place()} is not the one certificates are found by. Put that one back.")


async def _not_indexed() -> AsyncIterator[Sequence[dict[str, Any]]]:
    after = 0
    columns = (Certificate.id, Certificate.serial)
    while True:
        missing = Certificate.select(*columns).where(Certificate.lookup.is_null(), Certificate.id > after)
        if not (rows := await missing.order_by(Certificate.id).limit(_AT_ONCE)):
            return
        yield rows
        after = rows[-1]["id"]


async def _index(rows: Sequence[dict[str, Any]]) -> int:
    async with writing():
        for row in rows:
            found_by = index_of(row["serial"])
            await Certificate.update({Certificate.lookup: found_by}).where(Certificate.id == row["id"])
    return len(rows)


def _place() -> Path:
    return settings.current().keys_folder / "certificate-lookup.key"


@cache
def _pepper(path: Path) -> bytes:
    """The pepper in a file, made with the file if there is none."""
    if not path.exists():
        _make(path)
    if path.stat().st_mode & _OTHERS:
        raise KeyUnsafe(f"Other users of this machine may read the key {path}. Run: chmod 600 {path}")
    written = path.read_text(encoding="ascii", errors="replace").strip()
    with suppress(ValueError):
        if len(pepper := bytes.fromhex(written)) == _BYTES:
            return pepper
    raise KeyUnsafe(f"The key {path} cannot be read. Put it back from your backup.")


def _make(path: Path) -> None:
    """Written whole under another name first, so that a second process that starts now never reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
    with suppress(FileExistsError):
        path.hardlink_to(half)
    half.unlink()
