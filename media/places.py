"""Where the files of an asset lie: in the store under its code, and in the data folder while they are worked on."""

import shutil
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from anyio import to_thread

from academy import settings, storage
from academy.codes import new_code


def source_key(code: str) -> str:
    """The original as it was uploaded or written."""
    return f"media/{code}/source"


def film_key(code: str) -> str:
    """What decks were made into before they were joined from pieces; gone once the asset has all its sizes."""
    return f"media/{code}/film.mp4"


def new_run() -> str:
    """A folder for one attempt at rendering: attempts never touch each other's files."""
    return f"hls-{new_code()[:10]}"


def staged(upload_code: str) -> Path:
    """The bytes received so far of an upload."""
    return settings.current().data / "uploads" / upload_code


def pieces() -> Path:
    """What lectures of slides are joined from, kept for the next time."""
    return settings.current().data / "lecture-pieces"


def films() -> Path:
    """Films of decks that no course knows."""
    return settings.current().data / "films"


def scratch_root() -> Path:
    return settings.current().data / "scratch"


@asynccontextmanager
async def scratch(code: str) -> AsyncIterator[Path]:
    """An empty folder for one job, removed afterwards; what a killed process leaves is swept later."""
    folder = scratch_root() / f"{code}-{new_code()[:10]}"
    await to_thread.run_sync(lambda: folder.mkdir(parents=True))
    try:
        yield folder
    finally:
        await to_thread.run_sync(lambda: shutil.rmtree(folder, ignore_errors=True))


@asynccontextmanager
async def local_copy(key: str) -> AsyncIterator[Path]:
    """A stored file as a path: the file itself in a folder store, else fetched for the time being."""
    path = storage.local_path(key)
    if path is not None:
        yield path
        return
    async with scratch("fetched") as folder:
        await storage.fetch(key, folder / "source")
        yield folder / "source"


def run_of(master_key: str | None) -> str:
    """The run that a published master belongs to; empty when nothing is published."""
    return master_key.split("/")[2] if master_key else ""


async def remove_runs(code: str, *, keep: Collection[str]) -> None:
    """Delete the files of all attempts but these."""
    for key in await storage.keys_under(f"media/{code}/"):
        run = key.split("/")[2]
        if run.startswith("hls-") and run not in keep:
            await storage.delete(key)


async def remove_run(code: str, run: str) -> None:
    """Delete the files of one attempt."""
    for key in await storage.keys_under(f"media/{code}/{run}/"):
        await storage.delete(key)


async def copy_run(code: str, run: str, *, to: str) -> None:
    """All files of a run under another one of the same asset."""
    start = f"media/{code}/{run}/"
    for key in await storage.keys_under(start):
        await storage.copy(key, f"media/{code}/{to}/{key.removeprefix(start)}")


def clear_scratch(before: datetime) -> None:
    """Remove working folders last touched before a moment."""
    root = scratch_root()
    for folder in root.iterdir() if root.exists() else ():
        if folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder)
