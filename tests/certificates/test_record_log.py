"""The record log over a finished course and its certificate: whatever is altered afterwards is noticed."""

import os
from collections.abc import Awaitable, Callable

import pytest

from academy import jobs
from academy.audit import AuditEvent
from academy.db.work import is_sqlite
from academy.record_log import auditing, notes, proofs, reading
from academy.record_log import writing as log_writing
from academy.record_log.keys import KeyUnsafe
from academy.record_log.own_records import KEY_ADDED
from academy.record_log.tables import LogCheckpoint, LogEntry
from academy.settings import Settings
from academy.signing.records import ADDED as AUTHORITY_ADDED
from certificates import records
from certificates.actions import issue, revoke
from courses.authoring.records import PUBLISHED
from courses.learning.records import ATTEMPT, COMPLETION
from tests.academy.logged import without_rules
from tests.cast import Cast
from tests.certificates.finished_course import Finished
from tests.conftest import Browser

REVOKED = {"revoked_class": "issued_in_error", "reason": "A wrong name."}


@pytest.fixture
async def logged(cast: Cast, number: str) -> str:
    """Maria's certificate, revoked; everything that led to it stands in the log."""
    await log_writing.catch_up()
    await jobs.drain()
    await revoke(cast.ada, number=number, **REVOKED)
    await jobs.drain()
    return number


async def faults() -> list[str]:
    report = await auditing.audit(await log_writing.verifier())
    return [f"{fault.what}: {fault.sentence}" for fault in report.faults]


async def test_what_nobody_altered_passes(logged: str) -> None:
    report = await auditing.audit(await log_writing.verifier())
    assert report.faults == ()
    assert report.waiting == 0
    kinds = await LogEntry.raw("SELECT DISTINCT r.kind FROM log_entry e JOIN logged_record r ON r.id = e.record")
    expected = {PUBLISHED, ATTEMPT, COMPLETION, records.CREDENTIAL, records.ISSUED, records.REVOKED}
    expected |= {KEY_ADDED, AUTHORITY_ADDED}
    assert {row["kind"] for row in kinds} == expected


ALTERATIONS = {
    "hours of a completion": "UPDATE completion SET contact_minutes = 480",
    "that a completion repeats another": "UPDATE completion SET duplicate_of = id",
    "an answer": "UPDATE response SET chosen = 'a,b' WHERE id = (SELECT min(id) FROM response)",
    "the result of an attempt": "UPDATE attempt SET percent = 1 WHERE id = (SELECT min(id) FROM attempt)",
    "what a lesson taught": "UPDATE lesson SET body = 'Else.' WHERE key = 'first-steps'",
    "the name on a certificate": "UPDATE certificate SET holder_name = 'Somebody Else'",
    "a credential": "UPDATE credential SET content = replace(content, 'Evidence in', 'Evidence of')",
    "why it was revoked": "UPDATE certificate SET revoked_reason = 'None.'",
    "that it was revoked": "UPDATE certificate SET state = 'issued', revoked_at = NULL",
    "a completion that is gone from the log": "DELETE FROM log_entry WHERE position = 1",
    "what the log kept": "UPDATE logged_record SET content = '{}' WHERE id = (SELECT min(id) FROM logged_record)",
    "a line more in what the log kept": "UPDATE logged_record SET content = content || char(10)",
    "a salt": "UPDATE logged_record SET salt = replace(salt, substr(salt, 1, 2), '00')",
    "an entry": "UPDATE log_entry SET entry = replace(entry, 'kind', 'kinds') WHERE position = 0",
    "a salt that is none": "UPDATE logged_record SET salt = 'xyz'",
    "a kind": "UPDATE logged_record SET kind = 'completion.invented' WHERE id = (SELECT min(id) FROM logged_record)",
    "a tile": "UPDATE log_tile SET hashes = substr(hashes, 1, 32)",
    "a tile too many": "UPDATE log_tile SET level = 3",
    "an entry far off": "UPDATE log_entry SET position = 90000 WHERE position = (SELECT max(position) FROM log_entry)",
    "the order": "UPDATE log_entry SET position = 1 - position WHERE position < 2",
    "the end of the log": "DELETE FROM log_entry WHERE position = (SELECT max(position) FROM log_entry)",
    "a root": "UPDATE log_checkpoint SET root = replace(root, substr(root, 1, 2), '00')",
    "a signature": "UPDATE log_checkpoint SET note = note || 'x'",
    "a size": "UPDATE log_checkpoint SET size = size + 1000",
}


async def in_a_transaction_without_triggers(alter: Callable[[], Awaitable[None]]) -> list[str]:
    """As somebody with full access to the database would do it."""
    async with without_rules():
        await alter()
        return await faults()
    raise AssertionError("not altered")


async def test_each_alteration_is_noticed(logged: str) -> None:
    unnoticed = []
    for what, sql in ALTERATIONS.items():

        async def alter(sql: str = sql) -> None:
            dialect = sql if is_sqlite() else sql.replace("char(", "chr(")
            await AuditEvent.raw(dialect.replace("{", "{{").replace("}", "}}"))

        if not await in_a_transaction_without_triggers(alter):
            unnoticed.append(what)
    assert unnoticed == []
    assert await faults() == []


async def test_the_audit_says_what_was_altered_into_what(logged: str) -> None:
    async def alter() -> None:
        await AuditEvent.raw("UPDATE completion SET contact_minutes = 480")

    [fault] = await in_a_transaction_without_triggers(alter)
    assert fault.endswith("The record was altered: contact_minutes was 60, is 480")


async def test_a_log_rewritten_and_signed_again_betrays_itself_by_an_old_checkpoint(logged: str) -> None:
    verifier = await log_writing.verifier()
    kept = await LogCheckpoint.select(LogCheckpoint.note).order_by(LogCheckpoint.size).first()
    assert kept is not None

    async with without_rules():
        for table in ("log_entry", "log_tile", "log_checkpoint"):
            await AuditEvent.raw(f"DELETE FROM {table}")
        await AuditEvent.raw("INSERT INTO waiting_record (record, created_at) "
                             "SELECT id, created_at FROM logged_record ORDER BY id DESC")  # fmt: skip
        await log_writing.extend(0)
        assert (await auditing.audit(verifier)).faults == ()
        assert [fault.what for fault in (await auditing.audit(verifier, [str(kept["note"])])).faults]


async def test_a_record_is_proved_without_the_academy(finished: Finished) -> None:
    await issue(finished.completion_id)
    await jobs.drain()
    found = await reading.proof_of(COMPLETION, finished.completion_id)
    assert found is not None
    verifier = notes.Verifier.read(str(await log_writing.verifier()))
    assert proofs.check(proofs.read(found.proof), found.entry.encode(), verifier).size >= 1
    assert set(found.entry.split('"')) >= {"at", "digest", "kind", COMPLETION}


async def test_everybody_may_read_the_log(logged: str, browser_as: Browser) -> None:
    anybody = await browser_as(None)
    checkpoint = (await log_writing.verifier()).checkpoint((await anybody.get("/log/checkpoint")).text)
    tile = await anybody.get(f"/log/tile/0/000.p/{checkpoint.size}")
    bundle = (await anybody.get(f"/log/tile/entries/000.p/{checkpoint.size}")).content
    assert len(tile.content) == 32 * checkpoint.size
    assert b"immutable" in tile.headers["cache-control"].encode()
    assert bundle[2 : 2 + int.from_bytes(bundle[:2], "big")].startswith(b'{"at":')
    for wrong in ("0/000", "0/001", "9/000.p/1", "0/000.p/300", "0/../checkpoint", "64/000", "0/00"):
        assert (await anybody.get(f"/log/tile/{wrong}")).status_code == 404, wrong


async def test_a_key_that_is_gone_or_open_to_others_is_said_with_the_remedy(logged: str, config: Settings) -> None:
    path = config.data / "keys" / "record-log.pem"
    os.chmod(path, 0o644)
    with pytest.raises(KeyUnsafe, match="chmod 600"):
        await log_writing.verifier()
    os.remove(path)
    with pytest.raises(KeyUnsafe, match="backup"):
        await log_writing.verifier()
