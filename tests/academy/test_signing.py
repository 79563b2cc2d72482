"""The academy's authority: made once, refused when it is unsafe, its root taken away, its public part for everybody."""

import re
import shutil
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from academy import key_files
from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.key_files import KeyUnsafe
from academy.record_log.tables import LoggedRecord
from academy.settings import Settings
from academy.signing import actions, authority, commands, queries
from academy.signing.certificates import Place, Purpose, fingerprint
from tests.conftest import Browser, Clock


@pytest.fixture
async def folder(database: DatabaseEngine, the_clock: Clock, config: Settings) -> Path:
    """The authority of an academy that was started once."""
    await actions.prepare()
    return config.data / "keys" / "authority"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def modes(*paths: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in paths}


async def test_the_first_start_makes_four_keys_that_nobody_else_reads(folder: Path) -> None:
    keys = {name for name in contents(folder) if name.endswith(".key.pem")}
    assert keys == {f"{purpose}.key.pem" for purpose in Purpose}
    assert modes(*(folder / name for name in keys)) == {0o600}
    assert modes(folder, folder.parent) == {0o700}
    known = authority.read(folder).certificates
    assert len({fingerprint(certificate) for certificate in known.values()}) == len(Purpose)
    for purpose, issuer in (("issuing", "root"), ("registrar", "issuing"), ("timestamps", "issuing")):
        known[Purpose(purpose)].verify_directly_issued_by(known[Purpose(issuer)])


async def test_the_next_start_keeps_them(folder: Path, the_clock: Clock) -> None:
    before = contents(folder)
    the_clock.move(days=400)
    await actions.prepare()
    assert contents(folder) == before
    assert await LoggedRecord.count().where(LoggedRecord.kind == "authority.added") == len(Purpose)
    made = await AuditEvent.count().where(AuditEvent.action == actions.Audited.MADE)
    assert made == len(Purpose)


async def test_a_start_that_was_cut_off_is_taken_up(
    database: DatabaseEngine, the_clock: Clock, config: Settings
) -> None:
    """The folder was there, and the database did not know it yet."""
    made = authority.make(config.data / "keys" / "authority", Place("http://academy.test", the_clock.now))
    await actions.prepare()
    assert await queries.root() == made.pem(Purpose.ROOT).decode()


def readable(folder: Path) -> None:
    (folder / "registrar.key.pem").chmod(0o640)


def missing(folder: Path) -> None:
    (folder / "timestamps.key.pem").unlink()


def swapped(folder: Path) -> None:
    (folder / "registrar.key.pem").write_bytes((folder / "issuing.key.pem").read_bytes())


def damaged(folder: Path) -> None:
    (folder / "root.key.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----\n")


def without_certificate(folder: Path) -> None:
    (folder / "issuing.pem").unlink()


def of_another_academy(folder: Path) -> None:
    (folder / "root.pem").write_bytes((folder / "issuing.pem").read_bytes())


def all_gone(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("harm", "remedy"),
    [
        (readable, r"chmod 600 \S+registrar.key.pem"),
        (missing, "timestamps.key.pem is gone.*backup"),
        (swapped, "does not belong to its certificate.*backup"),
        (damaged, "cannot be read.*backup"),
        (without_certificate, "issuing.pem is gone.*backup"),
        (all_gone, "authority is gone, but papers were signed.*backup"),
        (of_another_academy, "not the certificate that papers were signed with.*backup"),
    ],
)
async def test_an_unsafe_key_is_refused_with_the_remedy(
    folder: Path, harm: Callable[[Path], None], remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(folder)
    with pytest.raises(KeyUnsafe, match=remedy):
        await actions.prepare()
    assert await commands.run_show(Namespace()) == 2
    assert re.search(remedy, capsys.readouterr().out)


async def test_the_root_key_is_taken_away_once_and_nobody_misses_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recovery, root = tmp_path / "recovery.pem", authority.read(folder).certificates[Purpose.ROOT]
    assert await commands.run_root_offline(Namespace(into=recovery)) == 0
    assert fingerprint(root) in capsys.readouterr().out
    key = key_files.load(recovery, EllipticCurvePrivateKey)  # type: ignore[type-abstract]
    assert key.public_key() == root.public_key()
    assert not (folder / "root.key.pem").exists()
    await actions.prepare()
    assert await commands.run_root_offline(Namespace(into=tmp_path / "second.pem")) == 2
    assert not (tmp_path / "second.pem").exists()
    assert await commands.run_show(Namespace()) == 0
    assert "private key away" in capsys.readouterr().out


async def test_a_recovery_file_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.pem").write_text("something else")
    assert await commands.run_root_offline(Namespace(into=tmp_path / "taken.pem")) == 2
    assert (folder / "root.key.pem").exists()


async def test_everybody_gets_root_lists_and_fingerprints(folder: Path, browser_as: Browser) -> None:
    anybody = await browser_as(None)
    given = await anybody.get("/keys/root.pem")
    root = x509.load_pem_x509_certificate(given.content)
    assert "public" in given.headers["cache-control"]
    for name, issuer in (("root", Purpose.ROOT), ("issuing", Purpose.ISSUING)):
        listed = x509.load_der_x509_crl((await anybody.get(f"/keys/{name}.crl")).content)
        assert listed.is_signature_valid(authority.read(folder).certificates[issuer].public_key())
    text = (await anybody.get("/keys")).text.replace("<wbr>", "")
    assert fingerprint(root) in text
    assert "record-log" not in text
    told = (await anybody.get("/keys", headers={"accept": "application/json"})).json()
    assert [key["name"] for key in told["keys"]][:5] == [
        *("Root", "Issuing Authority", "Registrar", "Time Stamps", "Record log")
    ]
