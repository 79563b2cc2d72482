"""How much time an outage of the network gives back to a quiz with a clock: once, capped, and only where it was silent.

The device says when its network was away; the server's own record decides. Of each told outage only the stretches count
in which the academy heard nothing of the attempt, the longest of them is given back, and never more than the cap.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec

MOST = timedelta(minutes=10)
"""Never more than this, however long the outage was."""
SHARE_PERCENT = 25
"""Never more than this share of the time limit."""


class Outage(msgspec.Struct, frozen=True):
    """From when until when a device had no network, as the device tells it."""

    began_at: datetime
    ended_at: datetime


def give_back(outages: Iterable[Outage], *, limit: timedelta, heard: Iterable[datetime]) -> timedelta:
    """The time given back for all outages of an attempt together, in whole seconds.

    heard: moments at which the academy heard of the attempt; they cut an outage in two. Telling an outage twice, or in
    parts, changes nothing.
    """
    longest = max((ended - began for began, ended in _silent(outages, sorted(heard))), default=timedelta())
    capped = min(longest, MOST, limit * SHARE_PERCENT / 100)
    return timedelta(seconds=int(capped.total_seconds()))


def within(outage: Outage, *, opened_at: datetime, at: datetime) -> Outage:
    """The part of it that lies within the attempt and not in the future; nothing of it may be left."""
    began = min(max(outage.began_at, opened_at), at)
    return Outage(began, max(began, min(outage.ended_at, at)))


def _silent(outages: Iterable[Outage], heard: list[datetime]) -> Iterator[tuple[datetime, datetime]]:
    for began, ended in _joined(outages):
        cuts = [began, *(moment for moment in heard if began < moment < ended), ended]
        yield from pairwise(cuts)


def _joined(outages: Iterable[Outage]) -> list[tuple[datetime, datetime]]:
    """Outages that meet or overlap are one."""
    joined: list[tuple[datetime, datetime]] = []
    for began, ended in sorted((outage.began_at, outage.ended_at) for outage in outages):
        if joined and began <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ended))
        else:
            joined.append((began, ended))
    return joined
