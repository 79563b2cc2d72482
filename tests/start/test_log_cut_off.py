"""kill -9 while the record log is extended: whatever the moment, nothing is half done and nothing is lost."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from academy import settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.db.work import writing
from academy.piccolo_conf import FLOORS
from academy.record_log import auditing, key_added
from academy.record_log import writing as log_writing
from tests.academy.logged import fill_log
from tests.start.processes import ROOT

pytestmark = pytest.mark.start
MOMENTS = ('INSERT INTO "log_entry"', 'UPDATE "log_tile"', 'INSERT INTO "log_checkpoint"', "remember")


async def test_a_log_killed_at_any_moment_goes_on_whole(tmp_path: Path) -> None:
    config = settings.from_env({"ACADEMY_DATA": str(tmp_path)})
    settings.use(config)
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        await fill_log(1, 3)
        for number, moment in enumerate(MOMENTS):
            async with writing():
                await key_added(f"cut-{number}", moment.encode())
            command = [sys.executable, "-m", "tests.start.cut_off", str(tmp_path), moment]
            assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL, moment  # noqa: ASYNC221
            report = await auditing.audit(await log_writing.verifier())
            done = moment == "remember"
            assert (report.entries, report.waiting, report.faults) == (4 + number + done, 1 - done, ()), moment
            await log_writing.extend(0)
            report = await auditing.audit(await log_writing.verifier())
            assert (report.entries, report.waiting, report.faults) == (5 + number, 0, ()), moment
