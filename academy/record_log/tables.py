"""The record log in the database: what was recorded, where it stands in the tree, the tree itself, its checkpoints."""

from piccolo.columns import BigInt, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated


class LoggedRecord(Dated, Table, tablename="logged_record"):
    """A record as it was when it came to be: `content` is canonical JSON and stays inside the academy.

    `salt` (32 random bytes, hex) keeps outsiders from guessing the content behind the public digest.
    """

    kind = Varchar(length=40, null=False)
    subject_id = BigInt(null=False)
    content = Text(null=False)
    salt = Varchar(length=64, null=False)


class WaitingRecord(Dated, Table, tablename="waiting_record"):
    """A record that has no place in the log yet."""

    record = ForeignKey(LoggedRecord, null=False)


class LogEntry(Dated, Table, tablename="log_entry"):
    """What the log says about a record, at its place for ever: canonical JSON with a digest and nothing personal."""

    position = BigInt(null=False)
    record = ForeignKey(LoggedRecord, null=False)
    entry = Text(null=False)


class LogTile(Dated, Table, tablename="log_tile"):
    """Up to 256 hashes of the tree, one after the other; a full tile never changes."""

    level = Integer(null=False)
    number = BigInt(null=False)
    hashes = Bytea(null=False)


class LogCheckpoint(Dated, Table, tablename="log_checkpoint"):
    """A signed statement of how far the log had come."""

    size = BigInt(null=False)
    root = Varchar(length=64, null=False)
    note = Text(null=False)


class UsedKey(Dated, Table, tablename="used_key"):
    """A key the academy signs with: what for, since when, and its public half.

    `public_key` is the SubjectPublicKeyInfo in base 64, `fingerprint` its SHA-256 in hex.
    """

    purpose = Varchar(length=40, null=False)
    fingerprint = Varchar(length=64, null=False)
    public_key = Text(null=False)
    used_from = Timestamptz(null=False)


class LogRecovery(Dated, Table, tablename="log_recovery"):
    """The log was not as it had been left: it went on from the checkpoint over `size` entries with `root`.

    `cause`: cut_off (entries up to `known_size` had a place, but no checkpoint) or older_copy (a checkpoint over
    `known_size` entries with `known_root` had been signed, and this database does not know it).
    """

    cause = Varchar(length=20, null=False)
    size = BigInt(null=False)
    root = Varchar(length=64, null=False)
    known_size = BigInt(null=False)
    known_root = Varchar(length=64, null=False)


class LogAudit(Dated, Table, tablename="log_audit"):
    """What an audit found; `first_faults` is JSON, a list of sentences."""

    entries = BigInt(null=False)
    checkpoints = BigInt(null=False)
    waiting = BigInt(null=False)
    faults = Integer(null=False)
    first_faults = Text(null=False, default="[]")
    duration_ms = BigInt(null=False)


class CheckpointStamp(Dated, Table, tablename="checkpoint_stamp"):
    """A mailed checkpoint and the time stamp of an outside authority on it, or why there is none yet.

    `digest`: SHA-256 of the note, which is what was stamped. `answer`: TimeStampResp (RFC 3161, DER), frozen once it
    is there; `failure` is empty then. `tried_at`: when it was last asked for.
    """

    digest = Varchar(length=64, null=False)
    size = BigInt(null=False)
    note = Text(null=False)
    answer = Bytea(null=True, default=None)
    stamped_at = Timestamptz(null=True, default=None)
    authority = Varchar(length=200, null=False, default="")
    failure = Text(null=False, default="")
    tried_at = Timestamptz(null=False)
