"""The class of `make chaos` on a short day: nothing that was acknowledged is lost, doubled or invented."""

from pathlib import Path

import pytest

from tests.start.class_chaos import Day, survive

pytestmark = pytest.mark.start


async def test_every_answer_arrives_once_although_lines_drop_and_the_server_dies(
    tmp_path: Path, database_url: str
) -> None:
    day = Day(officers=8, questions=25, kills=2, seed=11)
    verdict = await survive(day, tmp_path, database_url)
    assert verdict.acknowledged >= day.answers
    assert (verdict.lost, verdict.doubled, verdict.invented) == (0, 0, 0)
