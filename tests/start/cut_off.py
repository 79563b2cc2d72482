"""Extends the record log in a process killed at a chosen moment: `python -m tests.start.cut_off DATA MOMENT`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from academy import settings
from academy.db import lite
from academy.db.engine import make_engine, opened
from academy.record_log import remembered, writing


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(data: Path, moment: str) -> None:
    """moment: a part of the statement before which it dies, or "remember" for after the commit."""
    settings.use(settings.from_env({"ACADEMY_DATA": str(data)}))
    if moment == "remember":
        remembered.keep = die
    else:
        lite.note = lambda sql: die() if moment in sql else None
    async with opened(make_engine(settings.current().database_url)):
        await writing.extend(0)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
