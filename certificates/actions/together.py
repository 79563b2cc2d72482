"""Certificates issued together: what a class completes at once shares its statements, its checkpoint and its commits.

Which ones are at work in this process is known here, so that no two jobs make the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from certificates.access import CertificateRow, promised_without_certificate

Result = TypeVar("Result")

AT_ONCE: Final = 32
"""Two seconds of work: after a crash so many begin anew, and so long waits who comes alone."""

log = logging.getLogger(__name__)
_at_work: dict[int, asyncio.Event] = {}
"""Completions by their id; set when their turn is over, however it ended."""


async def company_for(completion_id: int) -> tuple[int, ...]:
    """Completions that wait for their certificate too, and that nobody begins; waits while this one is at work."""
    others = await promised_without_certificate(AT_ONCE)
    while completion_id in _at_work:
        await _at_work[completion_id].wait()
    return tuple(one for one in others if one not in _at_work and one != completion_id)[: AT_ONCE - 1]


@contextmanager
def at_work_on(completions: Sequence[int]) -> Iterator[None]:
    """Nobody else in this process begins these meanwhile. To be entered right after `company_for`."""
    over = asyncio.Event()
    _at_work.update(dict.fromkeys(completions, over))
    try:
        yield
    finally:
        for one in completions:
            del _at_work[one]
        over.set()


async def each_done(
    work: Callable[[CertificateRow], Awaitable[Result]], certificates: Sequence[CertificateRow], *, asked_for: int
) -> list[tuple[CertificateRow, Result]]:
    """The work on each, one after the other. One that fails is left to its own job; raises for the one asked for."""
    done = []
    for one in certificates:
        try:
            done.append((one, await work(one)))
        except Exception:
            if one.completion_id == asked_for:
                raise
            log.exception("certificate %s is left to its own job", one.serial)
    return done
