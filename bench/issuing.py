"""What it costs to issue a class at once: every process together, jobs, log, credential, paper, signature and storing.

`python -m bench.issuing` makes an academy of its own; `make bench` issues in the one that its pages were measured in.
"""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from academy import clock, settings
from academy.codes import new_code
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.db.work import writing
from academy.jobs import drain, enqueue
from academy.papers.process import in_print_process
from academy.people.tables import Person
from academy.piccolo_conf import FLOORS
from academy.web import assets
from bench import certificates, world
from certificates.actions.issuing import issue
from certificates.document import build_fonts
from certificates.tables import Certificate
from courses.learning.tables import Completion, Enrollment

TARGETS: Final = {
    "issued_stamped_per_core_s": "at least 20",
    "issued_printed_per_core_s": "at least 8",
}
STAMPED, PRINTED, CLASSES = 40, 16, 4
"""Certificates in a class, and classes of each kind: the cheapest counts, neighbors of the machine do not."""
BEYOND: Final = "Th\u01b0\u1ee3ng s\u0129"
"""A rank in letters that no template carries: its holder's certificate takes the press."""


async def figures() -> dict[str, float]:
    """Certificates in a second of one core, for a class whose letters a template has, and for one whose it has not.

    In an open database with enrollments enough that are not completed.
    """
    enrolled = await Enrollment.select().where(Enrollment.state != "completed").order_by(Enrollment.id)
    # Loads the libraries and makes the template, as a worker that runs has done.
    await _issued(enrolled[:1])
    enrolled = enrolled[1 : 1 + CLASSES * (STAMPED + PRINTED)]
    stamped = await _cheapest(enrolled[: CLASSES * STAMPED])
    people = [row["person"] for row in enrolled[CLASSES * STAMPED :]]
    await Person.update({Person.rank: BEYOND}).where(Person.id.is_in(people))
    printed = await _cheapest(enrolled[CLASSES * STAMPED :])
    return {
        "issued_stamped_per_core_s": round(1 / stamped, 1),
        "issued_printed_per_core_s": round(1 / printed, 1),
        "issued_stamped_ms": round(stamped * 1000, 1),
        "issued_printed_ms": round(printed * 1000, 1),
    }


async def _cheapest(enrolled: list[dict[str, Any]]) -> float:
    """CPU seconds for a certificate of the cheapest class."""
    size = len(enrolled) // CLASSES
    return min([await _issued(enrolled[start : start + size]) / size for start in range(0, len(enrolled), size)])


async def _issued(enrolled: list[dict[str, Any]]) -> float:
    """CPU seconds of all processes for the certificates of a class that completes now."""
    rows = await Completion.insert(*map(_completion, enrolled)).returning(Completion.id)
    ids = [row["id"] for row in rows]
    async with writing():
        for completion_id in ids:
            await enqueue(issue, completion_id)
    before = await _cpu()
    await drain()
    spent = await _cpu() - before
    issued = await Certificate.count().where(Certificate.state == "issued", Certificate.completion.is_in(ids))
    assert issued == len(ids)
    return spent


async def _cpu() -> float:
    return time.process_time() + await in_print_process(time.process_time)


def _completion(row: dict[str, Any]) -> Completion:
    named = {name: row[name] for name in ("person", "course", "version", "site")}
    return Completion(code=new_code(), enrollment=row["id"], completed_at=clock.now(), contact_minutes=95, **named)


async def _measured(data: Path) -> dict[str, float]:
    settings.use(settings.from_env({"ACADEMY_DATA": str(data)}))
    build_fonts(assets.UI / "node_modules", data / "fonts")
    async with opened(make_engine(settings.current().database_url)):
        await migrate(FLOORS)
        await world.make(people=CLASSES * (STAMPED + PRINTED) + 10)
        return await figures()


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        certificates.show(asyncio.run(_measured(Path(name))), TARGETS)


if __name__ == "__main__":
    main()
