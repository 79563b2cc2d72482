"""Passwords as argon2id hashes, off the event loop; the only importer of pwdlib.

Parameters: 19 MiB, 2 passes, 1 lane (OWASP password storage guidance). Two at a time, so that a burst of sign-ins
cannot take all cores or memory.
"""

from functools import lru_cache

import anyio
from anyio import CapacityLimiter, to_thread
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
_NOBODY = _hasher.hash("the work an unknown account costs")


@lru_cache(maxsize=1)
def _limiter(_loop_token: object) -> CapacityLimiter:
    return CapacityLimiter(2)


async def hash_of(password: str) -> str:
    """The hash to keep."""
    return await to_thread.run_sync(_hasher.hash, password, limiter=_limiter(anyio.lowlevel.current_token()))


async def matches(password: str, kept: str | None) -> bool:
    """Whether the password fits the kept hash. Takes the same work when there is none (unknown account)."""
    fits = await to_thread.run_sync(
        _hasher.verify, password, kept or _NOBODY, limiter=_limiter(anyio.lowlevel.current_token())
    )
    return fits and kept is not None
