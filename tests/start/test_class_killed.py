"""Hundreds complete a course at once, and the worker that issues their certificates is killed in the middle, twice."""

from pathlib import Path

import pytest

from academy import settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from academy.record_log import auditing
from academy.record_log import writing as log_writing
from academy.web import assets
from certificates.document import build_fonts
from certificates.jobs import issue
from certificates.tables import Certificate
from tests.cast import make_cast
from tests.certificates import whole_class
from tests.start.processes import Program, until

pytestmark = pytest.mark.nightly
CLASS = 500
KILLED_AT = (100, 300)
"""So many are issued when the worker dies."""


async def test_a_killed_worker_issues_a_class_of_hundreds_once(tmp_path: Path) -> None:
    config = settings.from_env({"ACADEMY_DATA": str(tmp_path)})
    settings.use(config)
    build_fonts(assets.UI / "node_modules", tmp_path / "fonts")
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        completions = await whole_class.promised(await make_cast(), CLASS)
        worker = Program("worker", tmp_path, {})
        await worker.start()
        for count in KILLED_AT:
            await until_issued(count)
            await worker.kill()
            await worker.start()
        await until_issued(CLASS)
        await worker.kill()
        for one in completions:
            await issue(one)
        await log_writing.extend(0)
        issued = await whole_class.require_each_once(completions)
        report = await auditing.audit(await log_writing.verifier())
    # Each process that prints makes the first of a kind by hand.
    assert issued.stamped >= CLASS - CLASS // 4 - 1 - len(KILLED_AT)
    assert (issued.stamped_beyond, report.waiting, report.faults) == (0, 0, ())


async def until_issued(count: int) -> None:
    async def reached() -> bool:
        return await Certificate.count().where(Certificate.state == "issued") >= count

    await until(reached)
