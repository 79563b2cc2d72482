"""A roster of 5,000 rows: its dry run, its import and its undo, in seconds; `python -m bench.roster` alone.

Targets: dry run under 5 s, import under 15 s on two cores.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable
from datetime import date
from pathlib import Path

import msgspec

from academy import jobs, settings
from academy.access.actions import grant
from academy.actor import Actor, Role
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.people.actions import NewPerson, create_person
from academy.piccolo_conf import FLOORS
from academy.roster import jobs as roster_jobs
from academy.roster.access import import_at
from academy.roster.actions import drafting
from academy.sign_in.identity import of_person
from academy.sites.actions import Joining, NewSite, create_agency, create_site, join
from academy.spreadsheets import xlsx

ROWS = 5_000
HEAD = ("Work e-mail", "First name", "Last name", "Rank", "Employee number", "State officer ID", "Unit")
TARGETS = {"roster_dry_run_s": 5.0, "roster_import_s": 15.0}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for name, seconds in asyncio.run(figures(Path(folder))).items():
            target = f"  (target {TARGETS[name]:.0f})" if name in TARGETS else ""
            print(f"{name:28} {seconds:8.2f}{target}")


async def figures(data: Path) -> dict[str, float]:
    """Seconds, of wall time and of this process: new people, the same file again, and every rank changed."""
    config = settings.from_env({"ACADEMY_DATA": str(data)})
    settings.use(config)
    assert roster_jobs.apply_import.name
    found: dict[str, float] = {}
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        site_id, boss = await _site()
        code = await _dry_run(found, "roster_dry_run_s", site_id, boss, _file("Ofc."))
        await _timed(found, "roster_import_s", _apply(site_id, boss, code))
        await _dry_run(found, "roster_again_dry_run_s", site_id, boss, _file("Ofc."))
        code = await _dry_run(found, "roster_changes_dry_run_s", site_id, boss, _file("Sgt."))
        await _timed(found, "roster_changes_import_s", _apply(site_id, boss, code))
        await _timed(found, "roster_changes_undo_s", _undo(site_id, boss, code))
    return found


async def _site() -> tuple[int, Actor]:
    new = NewSite(slug="big", name="Big", state_code="NC", engagement="single", time_zone="America/New_York")
    site_id = await create_site(None, new)
    agency_id = await create_agency(None, site_id=site_id, name="Big Police", kind="police")
    person_id = await create_person(None, NewPerson(email="boss@big.gov", full_name="Bo Boss"))
    await join(None, Joining(person_id=person_id, site_id=site_id, agency_id=agency_id, starts_on=date(2020, 1, 1)))
    await grant(None, person_id=person_id, role=Role.COORDINATOR, site_id=site_id)
    return site_id, await of_person(person_id)


def _file(rank: str) -> bytes:
    rows = (
        (f"o{n}@big.gov", f"First{n % 97}", f"Last{n}", rank, str(10_000 + n), f"P{n}", f"Squad {n % 40};Shift {n % 3}")
        for n in range(ROWS)
    )
    return xlsx("Roster", HEAD, rows)


async def _dry_run(found: dict[str, float], name: str, site_id: int, boss: Actor, content: bytes) -> str:
    began, cpu = time.perf_counter(), time.process_time()
    code = await drafting.take(boss, site_id=site_id, file_name="roster.xlsx", content=content)
    goes = msgspec.json.decode((await import_at(site_id, code)).goes, type=tuple[str, ...])
    await drafting.choose_columns(boss, site_id=site_id, code=code, goes=goes, adds_units=True)
    found.update({name: time.perf_counter() - began, f"{name}_cpu": time.process_time() - cpu})
    return code


async def _apply(site_id: int, boss: Actor, code: str) -> None:
    await drafting.start(boss, site_id=site_id, code=code)
    await jobs.drain()
    row = await import_at(site_id, code)
    assert (row.state, row.done_count >= ROWS) == ("applied", True)


async def _undo(site_id: int, boss: Actor, code: str) -> None:
    await drafting.start_undo(boss, site_id=site_id, code=code)
    await jobs.drain()
    assert (await import_at(site_id, code)).state == "undone"


async def _timed(found: dict[str, float], name: str, work: Awaitable[None]) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    await work
    found.update({name: time.perf_counter() - began, f"{name}_cpu": time.process_time() - cpu})


if __name__ == "__main__":
    main()
