"""A class completes at once: every certificate is issued, and none twice, though the work is cut off and done twice."""

import asyncio

import pytest

from academy.jobs import drain
from academy.record_log import auditing
from academy.record_log import writing as log_writing
from certificates.actions import together
from certificates.jobs import issue
from certificates.tables import Certificate
from tests.cast import Cast
from tests.certificates import whole_class
from tests.conftest import Clock

CLASS = 12


async def test_a_class_is_issued_once_though_it_is_cut_off_and_done_twice(
    cast: Cast, press: None, the_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "AT_ONCE", 5)
    completions = await whole_class.promised(cast, CLASS)
    work = asyncio.create_task(drain())
    while not await Certificate.exists().where(Certificate.credential_sha256.is_not_null()):  # noqa: ASYNC110 - as a kill
        await asyncio.sleep(0.01)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await Certificate.count().where(Certificate.state == "issued") < CLASS
    await asyncio.gather(*(issue(one) for one in [*completions, *completions]))
    await drain()
    issued = await whole_class.require_each_once(completions)
    assert issued.stamped >= CLASS - CLASS // 4 - 1  # the first of a kind is printed
    assert issued.stamped_beyond == 0
    report = await auditing.audit(await log_writing.verifier())
    assert (report.waiting, report.faults) == (0, ())
