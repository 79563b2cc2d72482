"""The queue behind the jobs: the only importer of litestar_queues and sqlspec.

With SQLite the queue keeps its own file beside the database, so that its polling never waits for people's writes; with
PostgreSQL it keeps its own tables there, so that several machines may share the work.
"""

import asyncio
import fcntl
import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from litestar_queues import QueueConfig, QueuedTaskRecord, QueueService, Worker, WorkerConfig, task
from litestar_queues.backends.sqlspec import SQLSpecBackendConfig
from litestar_queues.events import require_current_task_context
from litestar_queues.task import RetryBackoff

from academy import audit, clock
from academy.jobs.outbox import KEEP
from academy.jobs.registry import Job, Waiting, all_jobs, named

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=90)
"""A run without a sign of life for this long is taken to be dead and is repeated."""

LONGEST_LINE = 1000
"""Jobs looked at to tell who waits."""


class Queue:
    """The open queue of this process. `put` from anywhere; `work` in the one process that runs jobs."""

    def __init__(self, data: Path, database_url: str, *, media_workers: int = 1) -> None:
        self._lock_path = data / "worker.lock" if urlsplit(database_url).scheme == "sqlite" else None
        self._service = QueueService(_config(data, database_url, media_workers))

    async def open(self) -> None:
        _register_all()
        await self._service.open()
        await self._service.get_queue_backend().create_schema()

    async def close(self) -> None:
        await self._service.close()

    async def put(self, name: str, subject_id: int, *, key: str) -> None:
        """Hand one job over. The same key while that job waits or runs is the same job."""
        await self._service.enqueue(name, subject_id, key=key)

    async def waiting(self) -> list[Waiting]:
        """The jobs that could run and wait for a free place, next one first."""
        records = await self._service.get_queue_backend().list_pending(limit=LONGEST_LINE)
        return [Waiting(record.task_name, int(record.args[0])) for record in records]

    async def forget_old(self) -> None:
        """Delete what ended long ago, as the outbox does."""
        await self._service.get_queue_backend().cleanup_terminal(clock.now() - KEEP)

    async def work(self, stop: asyncio.Event) -> None:
        """Run jobs until `stop` is set; what runs then is put back into the queue, not lost and not waited for."""
        lock = self._sole_worker_lock()
        if lock is not None:
            await self._revive()
        worker = Worker(self._service)
        running = asyncio.create_task(worker.start(), name="job-worker")
        try:
            await worker.wait_started()
            await stop.wait()
        finally:
            await worker.stop()
            await running
            if lock is not None:
                os.close(lock)

    async def _revive(self) -> None:
        """Nobody else can be running jobs, so what is marked as running died with the process before: repeat it now."""
        result = await self._service.recover_stale_tasks(stale_after=timedelta(seconds=-1))
        if result.requeued or result.failed:
            log.warning("jobs cut off by the last stop: %d repeated, %d given up", result.requeued, result.failed)

    def _sole_worker_lock(self) -> int | None:
        """A lock that dies with the process and tells that no other worker uses this data folder."""
        if self._lock_path is None:
            return None
        descriptor = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor


def _config(data: Path, database_url: str, media_workers: int) -> QueueConfig:
    return QueueConfig(
        queue_backend=SQLSpecBackendConfig(sqlspec_config=_store(data, database_url), worker_wakeups=None),
        execution_backend="local",
        initialize_schedules=False,
        worker=WorkerConfig(
            placement="external",
            max_concurrency=4 + media_workers,
            queue_concurrency={"heavy": media_workers, "patient": 1},
            poll_backoff_max=1.0,
            heartbeat_interval=15,
            stale_after=STALE_AFTER.total_seconds(),
            stale_check_interval=30,
            graceful_shutdown_timeout=3,
            requeue_on_shutdown=True,
        ),
    )


def _store(data: Path, database_url: str) -> Any:
    if urlsplit(database_url).scheme == "sqlite":
        from sqlspec.adapters.aiosqlite import AiosqliteConfig

        return AiosqliteConfig(connection_config={"database": str(data / "queue.sqlite"), "pool_size": 3})
    from sqlspec.adapters.asyncpg import AsyncpgConfig

    return AsyncpgConfig(connection_config={"dsn": database_url, "min_size": 1, "max_size": 4})


def _register_all() -> None:
    for job in all_jobs():
        task(
            job.name,
            queue=job.lane,
            retries=job.retries,
            retry_backoff=RetryBackoff(2, 3.0, 60),
            timeout=job.timeout + 60,
            requeue_on_stale=True,
            requeue_on_shutdown=True,
            on_stale_failure=_give_up_on_record,
        )(_runner(job))


def _runner(job: Job) -> Any:
    async def run(subject_id: int) -> None:
        context = require_current_task_context()
        audit.request_id.set(f"job-{context.task_id[:8]}-{context.attempt}")
        try:
            async with asyncio.timeout(job.timeout):
                await job(subject_id)
        except Exception:
            log.exception("job %s(%d) failed, run %d", job.name, subject_id, context.attempt)
            if context.attempt > job.retries and job.gave_up is not None:
                await job.gave_up(subject_id)
            raise

    return run


async def _give_up_on_record(record: QueuedTaskRecord) -> None:
    """The worker died under this job once too often."""
    job = named(record.task_name)
    if job.gave_up is not None:
        await job.gave_up(int(record.args[0]))
