"""Facts in, PDF bytes out: in this process, or in one kept for it."""

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from academy.errors import Invalid
from certificates.document.facts import CertificateFacts


class CannotPrint(Invalid):
    """A text has letters that the certificate's faces do not hold."""

    code = "cannot_print"
    sentence = "The certificate can only be printed in Latin letters. Give the name in its Latin form."


def render(facts: CertificateFacts, fonts: Path) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1, one page; the same facts make the same bytes.

    Takes tens of milliseconds of pure computing and must not run in two threads at once: from the server or a worker
    call `render_in_process`. Raises CannotPrint for letters without a glyph, FileNotFoundError for an unknown design
    or fonts that were not built.
    """
    # Here, not at the top: the typesetter takes seconds to load, and the process that serves pages never needs it.
    from certificates.document.typesetting import typeset

    return typeset(facts, fonts)


async def render_in_process(facts: CertificateFacts, fonts: Path) -> bytes:
    """`render` in the process kept for it, so that neither the event loop nor another thread waits or interferes.

    Raises what `render` raises. After a crash of that process the next call starts a new one.
    """
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool(), render, facts, fonts)
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


def _end_after(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
