"""The record log: a public, append-only tree of digests, so that a record altered later is noticed by anybody.

Actions call `log(kind, id)` in the transaction that makes a record; a job gives it its place and signs a checkpoint.
"""

from academy.record_log.writing import log

__all__ = ["log"]
