"""Promised jobs: kept with the transaction, handed over once, run again when something broke."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from academy import clock, facts, settings
from academy.db.engine import DatabaseEngine
from academy.db.transaction import WorkError
from academy.db.work import writing
from academy.jobs import Waiting, drain, enqueue, every_minute, job, outbox, registry, running, serving, sweep
from academy.jobs.tables import Outbox
from academy.settings import Settings

pytestmark = pytest.mark.usefixtures("database")

runs: list[str] = []


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs and repairs named here are forgotten after the test."""
    monkeypatch.setattr(registry, "_jobs", dict(registry._jobs))
    monkeypatch.setattr(registry, "_repairs", {})
    monkeypatch.setattr(registry, "_watchers", {})
    runs.clear()


class Counter:
    """A queue that only remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, int, str]] = []

    async def put(self, name: str, subject_id: int, *, key: str) -> None:
        self.given.append((name, subject_id, key))


def noting(name: str, **options: int) -> registry.Job:
    @job(name, **options)
    async def note(subject_id: int) -> None:
        runs.append(f"{name} {subject_id}")

    return note


async def test_a_promise_dies_with_its_transaction() -> None:
    note = noting("test.note")
    with pytest.raises(ZeroDivisionError):
        async with writing():
            await enqueue(note, 1)
            1 / 0  # noqa: B018
    assert await drain() == 0


async def test_a_promise_outside_a_transaction_is_refused() -> None:
    with pytest.raises(WorkError):
        await enqueue(noting("test.note"), 1)


async def test_the_same_work_promised_twice_runs_once_and_later_again() -> None:
    note = noting("test.note")
    async with writing():
        await enqueue(note, 1)
        await enqueue(note, 1)
        await enqueue(note, 2)
    assert (await drain(), runs) == (2, ["test.note 1", "test.note 2"])
    async with writing():
        await enqueue(note, 1)
    assert await drain() == 1


async def test_a_job_promised_while_the_same_one_runs_is_not_lost() -> None:
    @job("test.again")
    async def again(subject_id: int) -> None:
        runs.append("run")
        if len(runs) == 1:
            async with writing():
                await enqueue(again, subject_id)

    async with writing():
        await enqueue(again, 1)
    assert (await drain(), runs) == (2, ["run", "run"])


async def test_drain_lets_a_failure_through() -> None:
    @job("test.broken")
    async def broken(subject_id: int) -> None:
        raise ValueError(subject_id)

    async with writing():
        await enqueue(broken, 7)
    with pytest.raises(ValueError, match="7"):
        await drain()


async def test_a_crash_while_handing_over_is_made_good_under_the_same_key() -> None:
    class Dying(Counter):
        async def put(self, name: str, subject_id: int, *, key: str) -> None:
            await super().put(name, subject_id, key=key)
            if subject_id == 5:
                raise OSError("gone")

    note = noting("test.note")
    async with writing():
        await enqueue(note, 5)
        await enqueue(note, 6)
    dying, whole = Dying(), Counter()
    assert await outbox.hand_over(dying) == 1
    assert await outbox.hand_over(whole) == 1
    assert whole.given == dying.given[:1]
    assert await outbox.hand_over(whole) == 0


async def test_old_promises_are_forgotten_and_open_ones_are_not() -> None:
    note = noting("test.note")
    async with writing():
        await enqueue(note, 1)
    await outbox.hand_over(Counter())
    async with writing():
        await enqueue(note, 2)
    later = clock.now() + outbox.KEEP * 2
    with clock.clock_set_to(lambda: later):
        await sweep()
    assert await Outbox.select(Outbox.subject_id).output(as_list=True) == [2]


async def test_a_repair_that_fails_does_not_keep_the_next_from_running() -> None:
    @every_minute
    async def broken() -> None:
        raise ValueError

    @every_minute
    async def fine() -> None:
        runs.append("repaired")

    await sweep()
    assert runs == ["repaired"]


class Done(facts.Fact, frozen=True):
    record_id: int


async def test_a_fact_promises_the_jobs_wired_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_wired", {})
    facts.wire({Done: (noting("test.first"), noting("test.second"))})
    async with writing():
        await facts.announce(Done(9))
    await drain()
    assert runs == ["test.first 9", "test.second 9"]


@pytest.fixture
def own_settings(config: Settings, database_url: str) -> None:
    """The queue keeps its rows where these settings say."""
    settings.use(msgspec.structs.replace(config, database_url=database_url))


@asynccontextmanager
async def signal() -> AsyncIterator[asyncio.Event]:
    event = asyncio.Event()
    yield event
    async with asyncio.timeout(30):
        await event.wait()


@pytest.mark.usefixtures("own_settings")
async def test_the_queue_runs_what_is_promised_and_repeats_what_failed() -> None:
    async with signal() as done:

        @job("test.second_try", retries=1)
        async def second_try(subject_id: int) -> None:
            runs.append(f"run {len(runs) + 1}")
            if len(runs) == 1:
                raise OSError("first try")
            done.set()

        async with serving(work=True):
            async with writing():
                await enqueue(second_try, 3)
            await done.wait()
    assert runs == ["run 1", "run 2"]


@pytest.mark.usefixtures("own_settings")
async def test_the_subject_is_told_when_the_last_run_failed() -> None:
    told: asyncio.Queue[int] = asyncio.Queue()

    @job("test.hopeless", retries=0, gave_up=told.put)
    async def hopeless(subject_id: int) -> None:
        raise OSError(subject_id)

    async with serving(work=True), asyncio.timeout(30):
        async with writing():
            await enqueue(hopeless, 3)
        assert await told.get() == 3


@pytest.mark.usefixtures("own_settings")
async def test_a_job_cut_off_by_the_end_runs_in_the_next_life(database: DatabaseEngine) -> None:
    started, done = asyncio.Event(), asyncio.Event()

    @job("test.long")
    async def long(subject_id: int) -> None:
        started.set()
        if not done.is_set():
            await asyncio.Event().wait()
        runs.append("finished")

    async with asyncio.timeout(60):
        async with serving(work=True):
            async with writing():
                await enqueue(long, 1)
            await started.wait()
        assert runs == []
        started.clear()
        done.set()
        async with serving(work=True):
            await started.wait()
    assert runs == ["finished"]


@pytest.mark.usefixtures("own_settings")
async def test_the_line_is_told_while_a_job_waits_for_one_of_its_own_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: asyncio.Queue[list[Waiting]] = asyncio.Queue()
    begun, over = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(running, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(registry, "_watchers", {"test": lambda line: seen.put(list(line))})

    patient = job("test.patient", lane="patient")(lambda subject_id: over.wait())

    @job("test.heavy", lane="heavy")
    async def heavy(subject_id: int) -> None:
        runs.append(f"heavy {subject_id}")
        begun.set()
        await over.wait()

    async with serving(work=True), asyncio.timeout(30):
        async with writing():
            await enqueue(patient, 9)
            await enqueue(heavy, 1)
            await enqueue(heavy, 2)
        await until_told(seen, [Waiting("test.heavy", 2)])
        await begun.wait()  # the first is out of the line a moment before it runs
        assert runs == ["heavy 1"]
        over.set()
        await until_told(seen, [])


async def until_told(seen: asyncio.Queue[list[Waiting]], line: list[Waiting]) -> None:
    """Looks come all the time; this one is the one awaited."""
    while True:
        if await seen.get() == line:
            return
