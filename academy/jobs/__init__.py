"""Work that may take long or must not be forgotten.

A job is promised in the transaction that needs it (`enqueue`), handed to the queue after the commit, and may run twice.
Areas name their jobs with `@job` and their repairs with `@every_minute`; the app keeps `serving` open.
"""

from academy.jobs.outbox import enqueue
from academy.jobs.registry import Job, Waiting, every_minute, every_minute_everywhere, job, watch_the_line
from academy.jobs.running import drain, serving, sweep

__all__ = [
    "Job",
    "Waiting",
    "drain",
    "enqueue",
    "every_minute",
    "every_minute_everywhere",
    "job",
    "serving",
    "sweep",
    "watch_the_line",
]
