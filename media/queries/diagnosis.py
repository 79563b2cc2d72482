"""What an operator is told about the machine and the queue: one plain line each, with what to do."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from academy.settings import GIB, Settings
from media.ffmpeg.jail import Jail, JailMissing, find_jail
from media.ffmpeg.needs import HDR_FILTERS, Build, inspect
from media.queries.health import Queue

QUIET: Final = timedelta(seconds=30)
"""A recording in work gives a sign of life every few seconds; after this long its worker is gone or stuck."""
_LEAST_BYTES: Final = 2 * GIB
_WALLED_CONNECTIONS: Final = 4
"""Landlock knows connections from this edition on."""


class Health(StrEnum):
    FINE = "fine"
    LOOK = "look"
    MISSING = "missing"


class Check(msgspec.Struct, frozen=True):
    """One thing looked at. MISSING means that recordings cannot be prepared until it is mended."""

    name: str
    health: Health
    sentence: str


def about_machine(config: Settings) -> list[Check]:
    """Programs, jail and disk. Starts each program once, so it blocks for some tenths of a second."""
    programs = [about_build(inspect("ffmpeg")), about_build(inspect("ffprobe"))]
    return [*programs, about_jail(find_jail(), config.media_jail), about_disk(config)]


def about_build(build: Build) -> Check:
    if not build.path:
        what = f"not found or not working. Install ffmpeg, or set ACADEMY_{build.name.upper()} to the program's path."
        return Check(build.name, Health.MISSING, what)
    found = f"{build.version} at {build.path}"
    if essential := build.lacks - HDR_FILTERS:
        what = f"It lacks {_list(essential)}, which every lecture needs. Install a complete build, such as Debian's."
        return Check(build.name, Health.MISSING, f"{found}. {what}")
    if build.lacks:
        return Check(build.name, Health.LOOK, f"{found}. It lacks {_list(build.lacks)}: recordings in HDR will fail.")
    return Check(build.name, Health.FINE, found)


def about_jail(jail: Jail, setting: str) -> Check:
    landlock = f"Landlock edition {jail.landlock}" if jail.landlock else "no Landlock"
    found = f"{landlock}, {'bubblewrap' if jail.bubblewrap else 'no bubblewrap'}; ACADEMY_MEDIA_JAIL={setting}."
    if not jail.holds and setting == "required":
        return Check("jail", Health.MISSING, f"{found} {JailMissing()}")
    if not jail.holds:
        return Check("jail", Health.LOOK, f"{found} ffmpeg reads uploads without walls. Install bubblewrap if you can.")
    if not jail.bubblewrap and jail.landlock < _WALLED_CONNECTIONS:
        what = "Files are walled off, connections are not. Install bubblewrap or a kernel from 6.7 on."
        return Check("jail", Health.LOOK, f"{found} {what}")
    return Check("jail", Health.FINE, found)


def about_disk(config: Settings) -> Check:
    free = shutil.disk_usage(config.data).free
    found = f"{free / GIB:.1f} GiB free at {config.data}."
    if free < _LEAST_BYTES:
        return Check("disk", Health.MISSING, f"{found} Make room: nothing can be uploaded or prepared.")
    if free < 3 * config.upload_limit_bytes:
        what = "The largest upload allowed and all that is made of it may not fit. Make room or lower the limit."
        return Check("disk", Health.LOOK, f"{found} {what}")
    return Check("disk", Health.FINE, found)


def about_queue(queue: Queue, now: datetime) -> list[Check]:
    """What waits, what seems stuck, what failed and why, what lies half uploaded."""
    counted = ", ".join(f"{count} {state}" for state, count in sorted(queue.states.items()) if count)
    lines = [Check("recordings", Health.FINE, f"{counted or 'none yet'}.")]
    lines += _heartbeat(queue.oldest_heartbeat, now)
    lines += [
        Check("failed", Health.LOOK, f"{failed.title} ({failed.code}): {failed.failure}: {failed.sentence}")
        for failed in queue.failed
    ]
    size = f"{queue.staged_bytes / GIB:.1f} GiB when complete"
    return [*lines, Check("uploads", Health.FINE, f"{queue.staged_uploads} not finished, {size}.")]


def _heartbeat(oldest: datetime | None, now: datetime) -> Iterator[Check]:
    if oldest is None:
        return
    silent = now - oldest
    found = f"Oldest sign of life of a recording in work: {silent.total_seconds():.0f} s ago."
    if silent <= QUIET:
        yield Check("heartbeat", Health.FINE, found)
    else:
        yield Check("heartbeat", Health.LOOK, f"{found} See that a worker runs; the sweep starts the recording again.")


def _list(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
