"""Facts: how a floor tells the floors above that something happened, without knowing them.

`announce` promises the jobs wired to a fact in the transaction of the fact itself, so there is no moment where the one
exists without the other. `app.py` holds the table of which jobs follow which fact.
"""

from collections.abc import Mapping

import msgspec

from academy.jobs import Job, enqueue


class Fact(msgspec.Struct, frozen=True, tag=True):
    """Something that happened to one record. A subclass has exactly one field: the record's id."""


_wired: dict[type[Fact], tuple[Job, ...]] = {}


def wire(table: Mapping[type[Fact], tuple[Job, ...]]) -> None:
    """Say which jobs follow which facts; replaces what was said before."""
    _wired.clear()
    _wired.update(table)


async def announce(fact: Fact) -> None:
    """Promise the jobs that follow `fact`. Raises WorkError outside `writing()`: nothing would hold the promise."""
    (subject_id,) = msgspec.structs.astuple(fact)
    for job in _wired.get(type(fact), ()):
        await enqueue(job, subject_id)
