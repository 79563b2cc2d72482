"""The keyed index of numbers: made at the first start, kept from others, never replaced, filled for older papers."""

import hashlib
import hmac

import msgspec
import pytest

import command
from academy import facts
from academy.record_log.keys import KeyUnsafe
from academy.settings import Settings
from certificates import lookup
from certificates.tables import Certificate
from tests.house.rows import add

pytestmark = pytest.mark.usefixtures("database")
SERIAL = "V799-BEW8-9T9A-W0P0-7Q"


@pytest.fixture(autouse=True)
def anew() -> None:
    """As after a start: nothing of the file is remembered."""
    lookup._pepper.cache_clear()


async def test_the_index_is_the_keyed_digest_and_the_key_is_ours_alone(config: Settings) -> None:
    await lookup.prepare()
    file = config.data / "keys" / "certificate-lookup.key"
    written = file.read_text()
    keyed = hmac.new(bytes.fromhex(written), SERIAL.encode(), hashlib.sha256).hexdigest()
    assert (lookup.index_of(SERIAL), file.stat().st_mode & 0o777) == (keyed, 0o600)
    lookup._pepper.cache_clear()
    await lookup.prepare()
    assert (file.read_text(), [each.name for each in file.parent.iterdir()]) == (written, [file.name])


async def test_papers_from_before_are_indexed_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_AT_ONCE", 2)
    for number in range(5):
        await add(Certificate, serial=f"old-{number}", state="issued")
    assert (await lookup.prepare(), await lookup.prepare()) == (5, 0)
    rows = await Certificate.select(Certificate.serial, Certificate.lookup)
    assert all(row["lookup"] == lookup.index_of(row["serial"]) for row in rows)


@pytest.mark.parametrize(
    ("harm", "words"),
    [("gone", "is gone"), ("open", "chmod 600"), ("short", "cannot be read"), ("another", "is not the one")],
)
async def test_a_key_that_is_not_right_stops_the_start_with_the_way_out(
    config: Settings, harm: str, words: str
) -> None:
    await add(Certificate, serial=SERIAL, lookup=lookup.index_of(SERIAL))
    file = config.data / "keys" / "certificate-lookup.key"
    if harm == "gone":
        file.unlink()
    elif harm == "open":
        file.chmod(0o640)
    else:
        file.write_text({"short": "00", "another": "00" * 32}[harm])
    before = file.read_bytes() if file.exists() else None
    lookup._pepper.cache_clear()
    with pytest.raises(KeyUnsafe, match=words):
        await lookup.prepare()
    assert (file.read_bytes() if file.exists() else None) == before


async def test_the_start_refuses_before_there_is_a_server(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """There `main` makes one sentence of it; in the server's own start it would end a traceback."""
    file = config.data / "keys" / "certificate-lookup.key"
    file.parent.mkdir(mode=0o700)
    file.write_text("00" * 32)
    file.chmod(0o640)
    monkeypatch.setattr(facts, "_wired", {})
    with pytest.raises(KeyUnsafe, match=f"chmod 600 {file}"):
        await command._prepare(msgspec.structs.replace(config, database_url=f"sqlite:///{config.data}/start.sqlite"))
