"""The last checkpoint, kept in a file beside the key: a database put back from an older copy cannot hide that it is."""

import logging
import os

from academy import settings
from academy.codes import new_code
from academy.record_log.notes import Checkpoint, NoteInvalid, Verifier

log = logging.getLogger(__name__)


def keep(note: str) -> None:
    """Remember this checkpoint, signed, as the last one; all of it or nothing."""
    path = settings.current().keys_folder / "record-log.checkpoint"
    fresh = path.with_suffix(f".{new_code()}")  # of its own: another machine may be keeping one in this very moment
    fresh.write_text(note)
    os.replace(fresh, path)


def note() -> str | None:
    """The last checkpoint that was signed here, as far as this folder knows."""
    path = settings.current().keys_folder / "record-log.checkpoint"
    return path.read_text() if path.exists() else None


def checkpoint(verifier: Verifier) -> Checkpoint | None:
    """What it says; None where there is none, or where it is not of this log."""
    found = note()
    try:
        return verifier.checkpoint(found) if found else None
    except NoteInvalid as fault:
        log.warning("the remembered checkpoint of the record log is put aside: %s", fault)
        return None
