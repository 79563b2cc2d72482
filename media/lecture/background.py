"""A thread that steps back behind everything else: pages are answered first, even by the same process."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

NICENESS: Final = 10

T = TypeVar("T")


def _yield_to_others() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


_hands: Final = ThreadPoolExecutor(1, "lecture", initializer=_yield_to_others)


async def beside(work: Callable[[], T]) -> T:
    """Run what takes long on that thread."""
    return await asyncio.get_running_loop().run_in_executor(_hands, work)
