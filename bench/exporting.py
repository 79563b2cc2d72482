"""A CSV of 100,000 rows while it is sent: how much the server's memory grows; `python -m bench.exporting` alone.

Target: at most 32 MB more than after a CSV of a third of the rows. What still grows is the page cache of the database's
readers, 16 MB each at most: no row is kept (tests/academy/test_csv.py).
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import httpx

from academy import settings
from academy.access.actions import grant
from academy.actor import Role
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.people.tables import Person
from academy.piccolo_conf import FLOORS
from academy.sign_in.sessions import COOKIE, open_session
from academy.sites.tables import Site
from academy.web import assets
from bench import load, network, world
from courses.authoring.tables import CourseVersion

PEOPLE = 68_000
"""Three quarters of them at the first site, a quarter at the second, each with two courses."""
TARGET_MB = 32


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        cookie = asyncio.run(_made(data))
        port = load.free_port()
        with load.served(data, port) as pid:
            _read(port, cookie, "wide-2")
            before = _peak_mb(pid)
            rows, size = _read(port, cookie, "wide-1")
            grown = _peak_mb(pid) - before
    sys.stdout.write(f"{rows:,} rows, {size / 1e6:.1f} MB: {grown:.1f} MB more memory  (target {TARGET_MB})\n")


async def _made(data: Path) -> str:
    """A large site and a third of it; gives the session of somebody who coordinates both."""
    config = settings.from_env({"ACADEMY_DATA": str(data)})
    settings.use(config)
    assets.build()
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        await world.make(people=3)
        await network.fill(sites=2, people=PEOPLE)
        boss = await Person.select(Person.id).where(Person.email == "coordinator@bench.example").first() or {}
        for site in await Site.select(Site.id).where(Site.slug.like("wide-%")):
            await grant(None, person_id=boss["id"], role=Role.COORDINATOR, site_id=site["id"])
        assert await CourseVersion.count() >= 2
        return await open_session(boss["id"], "bench")


def _read(port: int, cookie: str, slug: str) -> tuple[int, int]:
    """Lines and bytes of a site's CSV, read as they come."""
    address = f"http://127.0.0.1:{port}/sites/{slug}/completion.csv"
    lines = size = 0
    with httpx.stream("GET", address, cookies={COOKIE: cookie}, timeout=600) as answer:
        answer.raise_for_status()
        for block in answer.iter_bytes():
            lines, size = lines + block.count(b"\n"), size + len(block)
    return lines - 1, size


def _peak_mb(pid: int) -> float:
    """The most memory the process has ever had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
