"""The one process in which papers are printed: typesetting is pure computing, and two threads of it would clash."""

import asyncio
import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from itertools import count
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


async def in_print_process(
    work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """`work` in the process kept for printing, so that neither the event loop nor another thread waits or interferes.

    Raises what `work` raises. After a crash of that process the next call starts a new one.
    """
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool(), partial(_work, partial(work, *args, **kwargs)))
    except BrokenProcessPool:
        _pool.cache_clear()
        raise


@cache
def _pool() -> ProcessPoolExecutor:
    # Spawned, not forked: a copy of a process with running threads and an open database may hang or write twice.
    return ProcessPoolExecutor(
        max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=_live_with_parent
    )


def _live_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it even when it was killed and could not say goodbye."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


_tasks = count(1)
_SETTLED = 8
"""Tasks after which the libraries, their tables and our templates are loaded."""


def _work(task: Callable[[], Result]) -> Result:
    """The task; once the process has settled, what it keeps for good is not searched for garbage any more (6 %)."""
    if next(_tasks) == _SETTLED:
        gc.collect()
        gc.freeze()
    return task()


def _end_after(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
