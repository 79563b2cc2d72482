"""Every key of the academy that others check something with. Areas with a key of their own tell of it here."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec


class PublicKey(msgspec.Struct, frozen=True, kw_only=True):
    """What is published of a key: its name, what it signs, and how to recognize it.

    printed: a fingerprint, or the whole key where it is short. good_from, good_to: None where a key carries no dates.
    away: its private half was taken away from the machine.
    """

    name: str
    signs: str
    printed: str
    good_from: datetime | None = None
    good_to: datetime | None = None
    away: bool = False


Source = Callable[[], Awaitable[list[PublicKey]]]
_sources: list[Source] = []


def public_keys(source: Source) -> Source:
    """Make a function one that tells of keys."""
    _sources.append(source)
    return source


async def all_of_them() -> list[PublicKey]:
    """By floor and area, whatever was loaded first."""
    return [key for source in sorted(_sources, key=lambda one: one.__module__) for key in await source()]
