"""The record log: a public, append-only tree of digests, so that a record altered later is noticed by anybody.

Actions call `log(kind, id)` in the transaction that makes a record, `log_each` for several; a job gives each its place
and signs a checkpoint.
`key_added(purpose, public_key)` is called where a key is made or taken into use.
"""

from academy.record_log.writing import key_added, log, log_each

__all__ = ["key_added", "log", "log_each"]
