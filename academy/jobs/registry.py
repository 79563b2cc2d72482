"""Which jobs exist: named functions of one record's id, and the repairs that run every minute."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Body = Callable[[int], Awaitable[None]]
Repair = Callable[[], Awaitable[None]]
Lane = Literal["light", "heavy", "patient"]


@dataclass(frozen=True)
class Job:
    """A unit of work that may run twice and must not mind.

    name: "area.name", stable, since it is stored. retries: how often a failed or killed run is repeated. timeout:
    seconds. lane: heavy jobs (minutes of CPU) run one at a time so that pages keep being served; patient ones, which
    nobody waits for, run one at a time beside those. gave_up: told the subject when the last run failed, so that the
    reason reaches the row people look at.
    """

    name: str
    body: Body
    retries: int
    timeout: int
    lane: Lane
    gave_up: Body | None

    async def __call__(self, subject_id: int) -> None:
        await self.body(subject_id)


@dataclass(frozen=True)
class Waiting:
    """A job that the queue holds until its turn comes."""

    job: str
    subject_id: int


Watcher = Callable[[Sequence[Waiting]], Awaitable[None]]

_jobs: dict[str, Job] = {}
_watchers: dict[str, Watcher] = {}
_repairs: dict[str, Repair] = {}
_local_repairs: set[str] = set()


def job(
    name: str, *, retries: int = 3, timeout: int = 600, lane: Lane = "light", gave_up: Body | None = None
) -> Callable[[Body], Job]:
    """Make a function of a subject's id a job that can be enqueued."""

    def register(body: Body) -> Job:
        _jobs[name] = Job(name, body, retries, timeout, lane, gave_up)
        return _jobs[name]

    return register


def every_minute(repair: Repair) -> Repair:
    """Make a function part of the sweep: it looks for work a crash left half done and sees that it goes on."""
    _repairs[_name_of(repair)] = repair
    return repair


def every_minute_everywhere(repair: Repair) -> Repair:
    """A repair of this machine's own folders: web processes run it too, since the worker may be on another machine."""
    _local_repairs.add(_name_of(repair))
    return every_minute(repair)


def _name_of(repair: Repair) -> str:
    return f"{repair.__module__}.{repair.__qualname__}"


def watch_the_line(watcher: Watcher) -> Watcher:
    """Tell a function every few seconds which jobs wait for their turn, in the order they will run."""
    _watchers[f"{watcher.__module__}.{watcher.__qualname__}"] = watcher
    return watcher


def watchers() -> tuple[Watcher, ...]:
    return tuple(_watchers.values())


def named(name: str) -> Job:
    """The job of this name. Raises KeyError for a name whose code is gone or was not imported."""
    return _jobs[name]


def all_jobs() -> tuple[Job, ...]:
    return tuple(_jobs.values())


def repairs() -> tuple[Repair, ...]:
    return tuple(_repairs.values())


def local_repairs() -> tuple[Repair, ...]:
    """Those that every process runs."""
    return tuple(repair for name, repair in _repairs.items() if name in _local_repairs)
