"""Issuing a certificate: once, from frozen facts, with a paper that stays the same."""

import asyncio
import hashlib
from datetime import timedelta

import msgspec
import pytest
from anyio import to_thread

from academy import facts, settings, storage
from academy.actor import Actor
from academy.db.refusals import Frozen
from academy.errors import Conflict, NotFound
from academy.jobs import drain
from academy.jobs.tables import Outbox
from academy.settings import Settings
from academy.signing import queries, verify_pdf
from academy.signing.pades import TimeStampMissing
from certificates import actions, press
from certificates.access import CertificateRow, certificate_for
from certificates.actions.issuing import decode
from certificates.jobs import issue
from certificates.paper import PaperDamaged, stored
from certificates.rules import Failure
from certificates.tables import Certificate
from courses.learning.facts import CompletionRecorded
from tests.cast import Cast
from tests.certificates.finished_course import ARABIC, Finished, audited, finish, is_called, name_for_later, newest
from tests.conftest import Clock
from tests.courses import taken_course as taken


async def test_a_completion_leads_to_an_issued_certificate(cast: Cast, finished: Finished) -> None:
    await issue(finished.completion_id)
    row = await newest(finished.completion_id)
    paper = await storage.read(str(row.document_key))
    assert (row.state, row.person, row.holder_name) == ("issued", cast.maria.id, cast.maria.name)
    assert (row.document_sha256, row.document_size) == (hashlib.sha256(paper).hexdigest(), len(paper))
    assert paper.startswith(b"%PDF-")
    assert await audited() == ["certificates:certificate:draft", "certificates:certificate:issue"]


async def test_the_facts_are_those_of_the_completion_on_the_sites_calendar(finished: Finished) -> None:
    await issue(finished.completion_id)
    row = await newest(finished.completion_id)
    said = decode(row.facts)
    assert (said.course_title, said.course_code, said.version, said.minutes) == ("Evidence in the Rain", "RN", "1", 60)
    assert (said.rank_and_agency, said.site_name) == ("Ofc. · Raleigh Police Department", "Raleigh, NC")
    assert said.issued_at == row.issued_at
    assert said.issued_at.utcoffset() == timedelta(hours=-5)
    assert said.verify_url == f"http://academy.test/V/{row.serial}"
    assert said.percent is None


async def test_the_job_may_run_twice(finished: Finished, number: str) -> None:
    before = await newest(finished.completion_id)
    await issue(finished.completion_id)
    after = await newest(finished.completion_id)
    assert (after.serial, after.document_sha256) == (before.serial, before.document_sha256)
    assert await Certificate.count() == 1
    assert len(await audited()) == 2


async def test_two_runs_at_once_make_one_certificate(finished: Finished) -> None:
    runs = await asyncio.gather(issue(finished.completion_id), issue(finished.completion_id), return_exceptions=True)
    assert [run for run in runs if run and not isinstance(run, Conflict)] == []
    await issue(finished.completion_id)
    assert await Certificate.count() == 1
    certificate = await certificate_for_holder(finished)
    assert hashlib.sha256(await stored(certificate)).hexdigest() == certificate.document_sha256


async def certificate_for_holder(finished: Finished) -> CertificateRow:
    row = await newest(finished.completion_id)
    holder = Actor(id=row.person, code="", name="", email="")
    return await certificate_for(holder, row.serial)


async def test_the_fact_promises_the_job(cast: Cast, press: None, the_clock: Clock) -> None:
    await taken.publish(taken.content())
    facts.wire({CompletionRecorded: (issue,)})
    finished = await finish(cast.maria, the_clock)
    facts.wire({})
    await drain()
    assert (await newest(finished.completion_id)).state == "issued"


async def test_the_sweep_finds_what_was_not_promised(finished: Finished) -> None:
    await Outbox.delete(force=True)
    await actions.issue_forgotten()
    await actions.issue_forgotten()
    assert await Outbox.count() == 1
    await drain()
    await actions.issue_forgotten()
    assert (await newest(finished.completion_id)).state == "issued"
    assert await Outbox.count().where(Outbox.job == "certificates.issue") == 1


async def test_a_paper_that_failed_keeps_the_reason_and_is_tried_again(finished: Finished, the_clock: Clock) -> None:
    typefaces = settings.current().data / "fonts"
    goal = typefaces.readlink()
    typefaces.unlink()
    typefaces.write_text("in the way")
    with pytest.raises(OSError, match="fonts"):
        await issue(finished.completion_id)
    failed = await newest(finished.completion_id)
    assert (failed.state, failed.failure) == ("pending", Failure.NOT_MADE)
    assert "fonts" in str(failed.failure_note)
    typefaces.unlink()
    typefaces.symlink_to(goal)
    the_clock.move(hours=2)
    await actions.issue_forgotten()
    await drain()
    issued = await newest(finished.completion_id)
    assert (issued.state, issued.failure, issued.failure_note) == ("issued", None, None)


async def test_without_an_outside_time_stamp_the_paper_waits_and_says_why(finished: Finished, config: Settings) -> None:
    settings.use(msgspec.structs.replace(config, timestamp_url="http://127.0.0.1:1/"))
    with pytest.raises(TimeStampMissing):
        await issue(finished.completion_id)
    waiting = await newest(finished.completion_id)
    assert (waiting.state, waiting.failure) == ("pending", Failure.NOT_MADE)
    assert "No time stamp from http://127.0.0.1:1/" in str(waiting.failure_note)
    settings.use(config)
    await issue(finished.completion_id)
    row = await newest(finished.completion_id)
    root = str(await queries.root()).encode()
    said = await to_thread.run_sync(verify_pdf, await storage.read(str(row.document_key)), root)
    assert (said.holds, said.problem, row.failure_note) == (True, "", None)


async def test_a_name_in_other_letters_waits_for_its_latin_form(cast: Cast, finished: Finished) -> None:
    await is_called(cast.maria, ARABIC)
    await issue(finished.completion_id)
    waiting = await newest(finished.completion_id)
    assert (waiting.state, waiting.failure, waiting.document_key) == ("pending", Failure.NAME_NEEDED, None)
    await actions.name_in_latin(cast.maria, completion_code=finished.code, name="Mohammed al-Amin")
    await drain()
    issued = await newest(finished.completion_id)
    assert (issued.state, issued.holder_name, issued.serial) == ("issued", "Mohammed al-Amin", waiting.serial)
    assert decode(issued.facts).holder_name == "Mohammed al-Amin"
    assert await name_for_later(cast.maria) == "Mohammed al-Amin"


async def test_who_is_asked_for_a_name_is_not_swept_up(cast: Cast, finished: Finished, the_clock: Clock) -> None:
    await is_called(cast.maria, ARABIC)
    await issue(finished.completion_id)
    await Outbox.delete(force=True)
    the_clock.move(hours=2)
    await actions.issue_forgotten()
    assert await Outbox.count() == 0


async def test_only_the_holder_gives_the_name_and_only_a_printable_one(cast: Cast, finished: Finished) -> None:
    await is_called(cast.maria, ARABIC)
    await issue(finished.completion_id)
    before = await newest(finished.completion_id)
    for other in (cast.tyler, cast.ruth, cast.otis, cast.ada):
        with pytest.raises(NotFound):
            await actions.name_in_latin(other, completion_code=finished.code, name="Somebody Else")
    for name in (ARABIC, "W" * 110):
        with pytest.raises(press.NameUnprintable):
            await actions.name_in_latin(cast.maria, completion_code=finished.code, name=name)
    after = await newest(finished.completion_id)
    assert after.to_dict() == before.to_dict()


async def test_a_name_that_prints_cannot_be_changed_by_its_holder(cast: Cast, finished: Finished, number: str) -> None:
    with pytest.raises(Conflict):
        await actions.name_in_latin(cast.maria, completion_code=finished.code, name="Maria C. Okonkwo")
    assert (await newest(finished.completion_id)).holder_name == cast.maria.name


async def test_what_an_issued_certificate_says_is_frozen_in_the_database(number: str) -> None:
    for column, value in (
        (Certificate.holder_name, "X"),
        (Certificate.facts, "{}"),
        (Certificate.document_sha256, "0" * 64),
        (Certificate.serial, "X"),
    ):
        with pytest.raises(Frozen):
            await Certificate.update({column: value}).where(Certificate.serial == number)
    with pytest.raises(Frozen):
        await Certificate.delete().where(Certificate.serial == number)


async def test_a_damaged_file_is_never_handed_out(cast: Cast, number: str) -> None:
    certificate = await certificate_for(cast.maria, number)
    await storage.put(str(certificate.document_key), b"%PDF-1.7 another")
    with pytest.raises(PaperDamaged):
        await stored(certificate)
