"""The credential of an issued certificate: signed and logged once, true to the paper, and checkable without us."""

import base64
import hashlib
import io
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pikepdf
import pytest

from academy import settings, storage
from academy.people.tables import Person
from academy.record_log import notes, proofs, records
from academy.record_log import writing as log_writing
from academy.record_log.keys import KeyUnsafe
from academy.record_log.reading import kept
from academy.record_log.tables import LogEntry
from academy.settings import Settings
from certificates.actions import issue
from certificates.credential import document, multikey
from certificates.credential.checking import CredentialUnsound, require_sound
from certificates.credential.manifest import integrity
from certificates.queries.published import manifest_of
from certificates.records import CREDENTIAL
from certificates.rules import Failure
from certificates.tables import Credential
from courses.learning.records import ATTEMPT
from courses.learning.tables import Attempt
from tests.cast import Cast
from tests.certificates.finished_course import Finished, newest

DID = "did:web:academy.test"


async def credential_of(completion_id: int) -> dict[str, Any]:
    row = await newest(completion_id)
    stored = await Credential.select(Credential.content).where(Credential.certificate == row.id).first()
    assert stored is not None
    said: dict[str, Any] = json.loads(stored["content"])
    return said


async def test_it_says_what_the_paper_says_and_nothing_that_leads_to_the_person(cast: Cast, finished: Finished) -> None:
    await Person.update({Person.employee_number: "4711"}).where(Person.id == cast.maria.id)
    await issue(finished.completion_id)
    row, said = await newest(finished.completion_id), await credential_of(finished.completion_id)
    subject, achievement = said["credentialSubject"], said["credentialSubject"]["achievement"]
    assert said["id"] == f"http://academy.test/verify/{row.serial}"
    assert (said["issuer"]["id"], said["issuer"]["name"]) == (DID, "PSP Academy")
    assert (achievement["name"], achievement["version"], achievement["humanCode"]) == (
        "Evidence in the Rain",
        "1",
        "RN",
    )
    assert [one["value"] for one in subject["result"]] == ["60", "Passed"]
    name, number = subject["identifier"]
    assert (name["identityHash"], name["identityType"]) == (cast.maria.name, "ext:legalName")
    assert number["identityHash"] == document.hashed("4711", number["salt"])
    text = json.dumps(said)
    for private in ("4711", cast.maria.email, "Raleigh"):
        assert private not in text
    assert "id" not in subject


async def test_it_names_the_exact_version_and_the_attempt_as_the_log_knows_it(finished: Finished, number: str) -> None:
    said = await credential_of(finished.completion_id)
    version, attempt = said["relatedResource"]
    manifest = await manifest_of("rain", 1)
    assert version["id"] == "http://academy.test/courses/rain/versions/1/manifest.json"
    assert version["digestSRI"] == integrity(manifest)
    [final] = await Attempt.select(Attempt.id, Attempt.quiz.lesson.kind.as_alias("kind")).where(
        Attempt.code == attempt["id"].rpartition("/")[2]
    )
    assert final["kind"] == "exam"
    content, salt = (await kept(ATTEMPT, [final["id"]]))[final["id"]]
    plain = hashlib.sha256(bytes.fromhex(salt) + content.encode()).digest()
    assert attempt["digestSRI"] == "sha256-" + base64.b64encode(plain).decode()
    taught = json.loads(manifest)
    assert (taught["title"], taught["version"], taught["contact_minutes"]) == ("Evidence in the Rain", 1, 60)
    assert b"correct" not in manifest
    assert b"stem" not in manifest


async def test_the_paper_alone_proves_that_its_credential_was_logged(finished: Finished, number: str) -> None:
    row = await newest(finished.completion_id)
    with pikepdf.open(io.BytesIO(await storage.read(str(row.document_key)))) as pdf:
        inside = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    opened = json.loads(inside["log-entry.json"])
    assert hashlib.sha256(inside["credential.json"]).hexdigest() == row.credential_sha256
    assert json.loads(opened["content"]) == {"credential": row.credential_sha256, "serial": number}
    assert json.loads(opened["entry"])["digest"] == records.digest(opened["content"], opened["salt"])
    verifier = notes.Verifier.read(str(await log_writing.verifier()))
    proved = proofs.read(inside["log-entry.tlog-proof"].decode())
    assert proofs.check(proved, opened["entry"].encode(), verifier).size > proved.index


async def credentials_and_entries() -> tuple[int, int]:
    entries = "SELECT e.id FROM log_entry e JOIN logged_record r ON r.id = e.record WHERE r.kind = {}"
    return await Credential.count(), len(await LogEntry.raw(entries, CREDENTIAL))


async def unreadable_key(config: Settings, name: str) -> Callable[[], Awaitable[None]]:
    path = config.data / "keys" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.touch(0o600)
    os.chmod(path, 0o644)

    async def mend() -> None:
        os.chmod(path, 0o600)
        if not path.read_bytes():
            path.unlink()

    return mend


@pytest.mark.parametrize(("key", "signed"), [("credential.pem", 0), ("record-log.pem", 1)])
async def test_a_key_that_others_may_read_stops_issuing_until_it_is_mended(
    config: Settings, finished: Finished, key: str, signed: int
) -> None:
    mend = await unreadable_key(config, key)
    with pytest.raises(KeyUnsafe, match="chmod 600"):
        await issue(finished.completion_id)
    waiting = await newest(finished.completion_id)
    assert (waiting.state, waiting.failure) == ("pending", Failure.NOT_MADE)
    assert "chmod 600" in str(waiting.failure_note)
    assert await credentials_and_entries() == (signed, 0)
    await mend()
    await issue(finished.completion_id)
    issued = await newest(finished.completion_id)
    assert (issued.state, issued.serial) == ("issued", waiting.serial)
    assert issued.credential_sha256 == (waiting.credential_sha256 or issued.credential_sha256)
    assert await credentials_and_entries() == (1, 1)


async def test_a_crash_before_the_paper_is_stored_makes_no_second_credential(
    config: Settings, finished: Finished
) -> None:
    in_the_way = config.data / "files" / "certificates"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.touch()
    with pytest.raises(Exception, match="Not a directory"):
        await issue(finished.completion_id)
    before = await newest(finished.completion_id)
    in_the_way.unlink()
    await issue(finished.completion_id)
    after = await newest(finished.completion_id)
    assert (before.state, after.state) == ("pending", "issued")
    assert before.credential_sha256 == after.credential_sha256
    assert await credentials_and_entries() == (1, 1)


async def test_what_does_not_verify_is_not_stored_and_says_why(finished: Finished, config: Settings) -> None:
    # An address that is none: linked data drops it, so it would stay unsigned.
    settings.use(msgspec.structs.replace(config, base_url="https://academy example"))
    with pytest.raises(CredentialUnsound):
        await issue(finished.completion_id)
    row = await newest(finished.completion_id)
    assert (row.state, row.failure, row.credential_sha256) == ("pending", Failure.NOT_MADE, None)
    assert "does not verify" in str(row.failure_note)
    assert await credentials_and_entries() == (0, 0)


ALTERED = {
    "hours": ('"value":"60"', '"value":"90"'),
    "name": ("Maria", "Marta"),
    "date": ('"validFrom":"2026', '"validFrom":"2025'),
    "day of the proof": ('"created":"2026', '"created":"2025'),
    "a term nobody defined": ('"humanCode"', '"humenCode"'),
}


async def test_what_is_altered_is_noticed_by_the_other_library(finished: Finished, number: str) -> None:
    row = await newest(finished.completion_id)
    stored = await Credential.objects().where(Credential.certificate == row.id).first()
    assert stored is not None
    key = multikey.from_multikey(json.loads(stored.content)["proof"]["verificationMethod"].partition("#")[2])
    require_sound(stored.content.encode(), stored.token, key=key, issuer=DID)
    for what, (said, altered) in ALTERED.items():
        assert said in stored.content
        with pytest.raises(CredentialUnsound):
            require_sound(stored.content.replace(said, altered).encode(), stored.token, key=key, issuer=DID)
            pytest.fail(what)
    head, body, signature = stored.token.split(".")
    with pytest.raises(CredentialUnsound):
        require_sound(stored.content.encode(), f"{head}.{body[:-4]}AAAA.{signature}", key=key, issuer=DID)
