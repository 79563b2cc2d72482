"""The signed certificate: valid to archivist, screen reader and other people's tools; no alteration goes unnoticed."""

import io
import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import page as validator
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.signing import Registrar, Verdict, authority, sign_pdf, verify_pdf
from academy.signing.certificates import Place, Purpose
from academy.signing.pades import NotGoodAtThisTime, TimeStampMissing
from certificates.document import render
from tests.certificates.certificate_cast import CASTANEDA
from tests.fakes.stamps import stamp_server

AT = datetime(2026, 11, 21, 8, 12, 30, tzinfo=UTC)


class Sealed(msgspec.Struct, frozen=True):
    """A certificate before and after, and the root that proves it."""

    plain: bytes
    signed: bytes
    root: bytes
    by: Registrar

    def verdict_on(self, pdf: bytes) -> Verdict:
        return verify_pdf(pdf, self.root)


@pytest.fixture(scope="session")
def sealed(fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    folder = tmp_path_factory.mktemp("keys") / "authority"
    root = authority.make(folder, Place("https://academy.example", AT)).pem(Purpose.ROOT)
    plain = render(CASTANEDA, fonts)
    return Sealed(plain, sign_pdf(plain, by=Registrar(folder), at=AT), root, Registrar(folder))


@pytest.fixture
def file(sealed: Sealed, tmp_path: Path) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(sealed.signed)
    return path


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_signing_keeps_it_archivable_and_accessible(file: Path, profile: str) -> None:
    report = validator.validate_pdf(str(file), profile=getattr(validator.ValidationProfile, profile))
    assert report.is_compliant, str(report)


def test_the_signature_covers_all_in_one_revision(sealed: Sealed) -> None:
    assert sealed.signed.startswith(sealed.plain)
    assert len(sealed.signed) < 200_000
    assert sealed.signed.count(b"%%EOF") == sealed.plain.count(b"%%EOF") + 1
    said = sealed.verdict_on(sealed.signed)
    assert said.holds
    assert (said.problem, said.signer, said.stamped_by) == ("", "PSP Academy Registrar", "PSP Academy Time Stamps")
    assert said.signed_at == AT


def test_other_peoples_tools_agree(sealed: Sealed, file: Path, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(sealed.root)
    store = f"sql:{tmp_path}"
    run("certutil", "-N", "-d", store, "--empty-password")
    run("certutil", "-A", "-d", store, "-n", "root", "-t", "C,C,C", "-i", str(tmp_path / "root.pem"))
    said = run("pdfsig", "-nssdir", store, str(file))
    for words in ("Signature is Valid", "Total document signed", "Certificate is Trusted", "ETSI.CAdES.detached"):
        assert words in said
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(file))


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def container(sealed: Sealed) -> range:
    """Where the signature itself stands, in hexadecimal: it holds copies of certificates that no check needs."""
    start = sealed.signed.index(b"<3082") + 1
    length = 4 + int(sealed.signed[start + 4 : start + 8], 16)
    return range(start, start + 2 * length)


@settings(max_examples=25)
@given(data=st.data())
def test_no_flipped_bit_goes_unnoticed(sealed: Sealed, data: st.DataObject) -> None:
    altered = bytearray(sealed.signed)
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    said = sealed.verdict_on(bytes(altered))
    assert not said.holds
    assert said.problem


def flipped(sealed: Sealed, place: int, bit: int) -> bytes:
    """The file with a bit of its signature's container turned, and spelled as files of ours are."""
    within = container(sealed)
    content = bytearray.fromhex(sealed.signed[within.start : within.stop].decode())
    content[place] ^= 1 << bit
    return sealed.signed[: within.start] + content.hex().upper().encode() + sealed.signed[within.stop :]


@pytest.mark.parametrize("step", [331, pytest.param(1, marks=pytest.mark.nightly)])
def test_no_flipped_bit_inside_the_container_is_called_good(sealed: Sealed, step: int) -> None:
    """Copies of certificates, versions, the wrapping of the time stamp: parts that the signature does not cover."""
    bits = random.Random(20261126)
    places = range(bits.randrange(step), len(container(sealed)) // 2, step)
    turned = {place: bits.randrange(8) for place in places}
    assert [place for place, bit in turned.items() if sealed.verdict_on(flipped(sealed, place, bit)).holds] == []


def test_copies_beside_the_signature_are_no_place_to_write(sealed: Sealed) -> None:
    content = bytes.fromhex(sealed.signed[container(sealed).start : container(sealed).stop].decode())
    for word in (b"PSP Academy Root", b"PSP Academy Issuing Authority"):
        said = sealed.verdict_on(flipped(sealed, content.index(word), 5))
        assert (said.intact, said.trusted, said.whole_file) == (True, True, False)
        assert said.problem == "What lies beside the signature in its container was changed after it was signed."


def test_a_revision_added_later_is_noticed(sealed: Sealed, file: Path) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed.signed))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)
    said = sealed.verdict_on(added.getvalue())
    assert (said.intact, said.whole_file, said.holds) == (True, False, False)
    assert said.problem == "Something was added to the file after it was signed."


def test_a_file_saved_again_is_noticed(sealed: Sealed) -> None:
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed.signed)) as pdf:
        pdf.save(again)
    said = sealed.verdict_on(again.getvalue())
    assert (said.signed, said.intact, said.holds) == (True, False, False)


def test_only_the_root_that_is_trusted_counts(sealed: Sealed, tmp_path: Path) -> None:
    other = authority.make(tmp_path / "other", Place("https://academy.example", AT)).pem(Purpose.ROOT)
    said = verify_pdf(sealed.signed, other)
    assert (said.intact, said.whole_file, said.trusted, said.signed_at) == (True, True, False, None)
    assert "root certificate" in said.problem


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", bytes(5000)])
def test_what_is_no_signed_pdf_gets_a_sentence(sealed: Sealed, content: bytes) -> None:
    for pdf in (content, sealed.plain):
        said = sealed.verdict_on(pdf)
        assert not said.signed
        assert said.problem


def test_a_clock_outside_the_certificates_time_signs_nothing(sealed: Sealed) -> None:
    for wrong in (AT - timedelta(days=30), AT + timedelta(days=366 * 20)):
        with pytest.raises(NotGoodAtThisTime, match="Set the clock"):
            sign_pdf(sealed.plain, by=sealed.by, at=wrong)


def test_an_outside_authority_says_the_time(sealed: Sealed, tmp_path: Path) -> None:
    later = AT + timedelta(hours=3)
    with stamp_server(tmp_path / "stamps", later) as stamps:
        signed = sign_pdf(sealed.plain, by=msgspec.structs.replace(sealed.by, timestamp_url=stamps.url), at=AT)
    unknown, known = (verify_pdf(signed, sealed.root, stamp_roots=roots) for roots in ((), (stamps.issuer,)))
    assert (unknown.trusted, unknown.signed_at, unknown.holds) == (True, None, False)
    assert (known.signed_at, known.claimed_at, known.holds) == (later, AT, True)
    assert len(signed) < 200_000


def test_an_outside_authority_that_is_silent_stops_the_signature(sealed: Sealed) -> None:
    with pytest.raises(TimeStampMissing, match="No time stamp from http"):
        sign_pdf(sealed.plain, by=msgspec.structs.replace(sealed.by, timestamp_url="http://127.0.0.1:1/"), at=AT)
