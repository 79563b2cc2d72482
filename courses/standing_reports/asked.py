"""Lines of reports that only a floor above has, as of certificates that end. `app.py` says whom to ask."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import msgspec

from academy.sites.access import SiteRow

Cells = Sequence[object]


class Above(msgspec.Struct, frozen=True):
    """The names of the columns, and what gives the lines of a site as of a moment; ids of people, None = everybody."""

    head: tuple[str, ...]
    lines: Callable[[SiteRow, frozenset[int] | None, datetime], Awaitable[Sequence[Cells]]]


_asked: dict[str, Above] = {}


def ask(kind: str, above: Above) -> None:
    """Have a floor above give the lines of a kind of report; called where floors are put together."""
    _asked[kind] = above


def above(kind: str) -> Above:
    """Who gives the lines of this kind. Raises KeyError where nobody was asked."""
    return _asked[kind]
