"""Driver errors that mean "the database's own rule said no", in the words of `academy.errors`.

Both engines translate each failing statement and each failing commit here, so nobody else catches a driver's error.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from academy.errors import Conflict, Invalid

TRIGGER_SQLSTATE = "23000"
"""What our PostgreSQL triggers raise; the server itself only raises its subclasses (23xyz)."""


class AlreadyExists(Conflict):
    """A unique index refused the row. `constraint` names index or columns, for the log and not for decisions."""

    code = "already_exists"
    sentence = "There is already an entry with the same details. Open that one, or change the details."


class StillUsed(Conflict):
    """A foreign key refused: the row is referred to elsewhere, or refers to what is gone."""

    code = "still_used"
    sentence = "Something else depends on this entry, or an entry it needs is gone. Load the page again and look."


class Frozen(Conflict):
    """A trigger refused: the record may never change again, or a rule between its columns would break."""

    code = "frozen"
    sentence = "This record is frozen and cannot be changed."


class Unstorable(Invalid):
    """A value that no column holds: a number beyond its range, or on PostgreSQL a text with a null character.

    Such values come from outside only (addresses, forms of programs), so they are somebody's input and not our bug.
    """

    code = "unstorable"
    sentence = "This holds a number or a character that cannot be stored. Check it and try again."


@contextmanager
def translated() -> Iterator[None]:
    """Raise AlreadyExists, StillUsed, Frozen or Unstorable instead of the driver's error; others pass unchanged."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise _from_sqlite(error) or error from error
    except asyncpg.IntegrityConstraintViolationError as error:
        raise _from_postgresql(error) or error from error
    except OverflowError as error:
        raise Unstorable() from error
    except asyncpg.DataError as error:
        if isinstance(error, asyncpg.CharacterNotInRepertoireError) or isinstance(error.__cause__, OverflowError):
            raise Unstorable() from error
        raise


def _from_sqlite(error: sqlite3.IntegrityError) -> Conflict | None:
    message = str(error)
    if error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return AlreadyExists(constraint=message.partition(": ")[2])
    # An ON DELETE RESTRICT reports itself as a trigger, so the text decides before the error's name.
    if message.startswith("FOREIGN KEY"):
        return StillUsed()
    if error.sqlite_errorname == "SQLITE_CONSTRAINT_TRIGGER":
        return Frozen(message)
    return None


def _from_postgresql(error: asyncpg.IntegrityConstraintViolationError) -> Conflict | None:
    if isinstance(error, asyncpg.UniqueViolationError):
        return AlreadyExists(constraint=str(error.constraint_name))
    if isinstance(error, asyncpg.ForeignKeyViolationError | asyncpg.RestrictViolationError):
        return StillUsed()
    if error.sqlstate == TRIGGER_SQLSTATE:
        return Frozen(str(error))
    return None
