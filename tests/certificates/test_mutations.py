"""Each signed thing altered once: the right part of the check notices, and says so in a sentence."""

import io
import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates import sample
from certificates.credential.status import bitstring
from certificates.offline.findings import Result, words
from tests.certificates.court import Court, Document, faults, made_in, saved_by


def test_what_nobody_altered_is_good(court: Court) -> None:
    report = court.report()
    assert faults(report) == {}
    assert report.result is Result.HOLDS
    assert report.said is not None
    assert (report.said.holder_name, report.said.number) == ("Maria Elena Castañeda-Okonkwo", "V799-BEW8-9T9A-W0P0-7Q")
    assert [one.what for one in report.findings] == [
        *("Signature", "Credential", "Log entry", "Record log", "Number", "Dates", "In force")
    ]


def a_byte(court: Court) -> bytes:
    altered = bytearray(court.paper)
    altered[altered.index(b"stream") + 100] ^= 1
    return bytes(altered)


def a_revision(court: Court) -> bytes:
    writer, added = IncrementalPdfFileWriter(io.BytesIO(court.paper)), io.BytesIO()
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    writer.write(added)
    return added.getvalue()


CHANGED, ADDED = "What was signed has been changed since.", "Something was added to the file after it was signed."


@pytest.mark.parametrize(
    ("alter", "sentence"),
    [
        (a_byte, CHANGED),
        (a_revision, ADDED),
        (lambda court: court.paper + b"\n% more\n", ADDED),
        (lambda court: saved_by(court.paper, lambda pdf: None), ""),
        (lambda court: saved_by(court.paper, lambda pdf: pdf.pages[0].rotate(90, relative=True)), ""),
    ],
    ids=["a byte", "a revision", "bytes behind", "saved again", "edited"],
)
def test_the_signature_notices(court: Court, alter: Callable[[Court], bytes], sentence: str) -> None:
    report = court.report(alter(court))
    said = faults(report)
    assert report.result is Result.FAILS
    assert said["Signature"]
    assert not sentence or said["Signature"] == sentence


def hours(said: Document) -> None:
    said["credentialSubject"]["result"][0]["value"] = "480"


def name(said: Document) -> None:
    said["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"


def date(said: Document) -> None:
    said["credentialSubject"]["activityEndDate"] = "2020-01-01T00:00:00Z"


def number(said: Document) -> None:
    said["id"] = said["id"].replace("V799", "V979")


@pytest.mark.parametrize("alter", [hours, name, date, number])
def test_a_credential_that_was_altered_is_noticed_under_a_new_signature_too(
    court: Court, alter: Callable[[Document], None]
) -> None:
    said = faults(court.report(court.printed_again(credential=court.credential(alter))))
    assert said.pop("Credential") == "What it says was changed after it was signed."
    assert said.pop("Log entry") == "The log was told of another credential than the one in this file."
    wrong_number = {"Number": "Its check letters do not fit: the academy gives no such number."}
    assert said == (wrong_number if alter is number else {})


def entry_with(court: Court, **parts: str) -> bytes:
    return json.dumps(json.loads(court.behind.log_entry) | parts).encode()


def test_the_log_notices(court: Court) -> None:
    """Somebody inside signs the file anew with another entry, proof or checkpoint in it."""
    kept, proof = json.loads(court.behind.log_entry), court.behind.log_proof
    not_opened = {"Log entry": "The entry is not about the record that this file shows for it."}
    not_in_it = {"Record log": "This entry is not the one that stands in the log."}
    not_signed = {"Record log": "The note is not signed by sample.invalid/log."}
    other_number = {"Number": "The credential and the log name different numbers."}
    forgeries = [
        ({"log_entry": entry_with(court, salt="00")}, not_opened),
        ({"log_entry": entry_with(court, salt="x")}, not_opened),
        ({"log_entry": entry_with(court, content=kept["content"].replace("V799", "V797"))}, not_opened | other_number),
        ({"log_entry": entry_with(court, entry=kept["entry"].replace("+00:00", "Z"))}, not_in_it),
        ({"log_proof": proof.replace(b"\n2\n", b"\n3\n")}, not_signed),
        ({"log_proof": proof.replace(b"index 1", b"index 0")}, not_in_it),
        ({"log_proof": b"c2sp.org/tlog-proof@v1\n"}, {"Record log": "This is no proof of a log entry."}),
    ]
    assert [faults(court.report(court.printed_again(**parts))) for parts, _ in forgeries] == [
        expected for _, expected in forgeries
    ]


def test_the_status_is_never_guessed(court: Court) -> None:
    forged = json.loads(court.kit.lists[sample.STATUS])
    forged["credentialSubject"]["encodedList"] = bitstring([1])
    in_two_weeks = court.by.at + timedelta(days=14)
    revoked = court.status_list(ended=(sample.STATUS_INDEX,))
    reports = {
        "neighbor revoked": court.report(lists=court.status_list(ended=(sample.STATUS_INDEX + 1,))),
        "revoked": court.report(lists=revoked),
        "revoked long ago": court.report(lists=revoked, at=in_two_weeks),
        "altered": court.report(lists={sample.STATUS: json.dumps(forged).encode()}),
        "respelled": court.report(lists={sample.STATUS: json.dumps(forged | {"more": 1}).encode()}),
        "lapsed": court.report(at=in_two_weeks),
        "missing": court.report(lists={}),
    }
    assert [(one.result.name, faults(one).get("In force", "")[:47]) for one in reports.values()] == [
        ("HOLDS", ""),
        ("ENDED", "Revoked or replaced, says the academy's list of"),
        ("ENDED", "Revoked or replaced, says the academy's list of"),
        ("OPEN", "Status unknown: the status list was changed aft"),
        ("OPEN", "Status unknown: the status list is not one of t"),
        ("OPEN", "Status unknown: it was neither revoked nor repl"),
        ("OPEN", "Status unknown: no status list was given for it"),
    ]


def test_only_keys_that_were_given_count(court: Court, tmp_path: Path) -> None:
    other = made_in(tmp_path, court.fonts)
    said = faults(court.report(other.paper))
    assert said["Signature"] == "The signature does not lead to the root certificate you trust."
    assert said["Credential"] == "It is not signed with one of the academy's keys."
    assert said["Record log"] == "The note is not signed by sample.invalid/log."
    without = court.report(root=None, log=None, keys=frozenset())
    assert (set(faults(without)), without.result) == (
        {"Signature", "Credential", "Record log", "In force"},
        Result.OPEN,
    )


def test_time_is_part_of_it(court: Court) -> None:
    earlier = court.report(at=court.by.at - timedelta(days=1))
    assert faults(earlier)["Dates"].startswith("They contradict each other")
    assert earlier.result is Result.FAILS


def test_no_flipped_bit_is_called_good(court: Court) -> None:
    """A few places at random; the long run is in the tests of the signature."""
    chosen = random.Random(20261126)
    for place in chosen.sample(range(len(court.paper)), 8):
        altered = bytearray(court.paper)
        altered[place] ^= 1 << chosen.randrange(8)
        assert court.report(bytes(altered)).result is Result.FAILS, place


def hostile(**parts: object) -> Callable[[Document], None]:
    return lambda said: said.update(parts)


@pytest.mark.parametrize(
    "alter",
    [
        hostile(validFrom="2026-01-01T00:00:00"),
        hostile(validFrom="9999-12-31T23:59:59Z", validUntil="0001-01-01T00:00:00Z"),
        hostile(issuer="did:web:sample.invalid"),
        hostile(deep=json.loads("[" * 900 + "]" * 900)),
        hostile(name="Certificate\n  [yes] Signature\x1b[2K"),
        hostile(credentialStatus={"statusListCredential": sample.STATUS, "statusListIndex": "-1"}),
    ],
    ids=["no zone", "far dates", "other form", "deep", "terminal", "place"],
)
def test_a_hostile_credential_gets_findings_not_an_error(court: Court, alter: Callable[[Document], None]) -> None:
    report = court.report(court.printed_again(credential=court.credential(alter)))
    assert report.result is Result.FAILS
    assert "\x1b" not in words(report)
    assert words(report).count("\n  [yes] Signature") == 1


def nested() -> bytes:
    """Deeper than any reader follows."""
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/AF " + b"[" * 5000 + b"]" * 5000 + b">>\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\n"
    return body + table + b"startxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize(
    "content",
    [nested(), b"", b"%PDF-1.7\n", b"PK\x03\x04", bytes(5000)],
    ids=["nested", "empty", "head", "zip", "zeros"],
)
def test_what_is_no_pdf_of_ours_gets_sentences(court: Court, content: bytes) -> None:
    report = court.report(content)
    assert report.result is Result.FAILS
    assert all(faults(report).values())
