"""Keys that lie elsewhere: in a key service, in a device. What they sign is checked like everything else."""

import subprocess
from pathlib import Path

import boto3
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from academy import settings
from academy.db.engine import DatabaseEngine
from academy.settings import Settings
from academy.signing import Registrar, actions, authority
from academy.signing.certificates import Place, Purpose
from academy.signing.providers import KeyProvider, KeySettingWrong, KeyUnreachable, outside, provider_of
from tests.conftest import Clock
from tests.fakes.store import Store

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"


async def require_signs(provider: KeyProvider) -> None:
    signature = await provider.sign(b"a paper")
    provider.public_key().verify(signature, b"a paper", ec.ECDSA(hashes.SHA256()))


@pytest.fixture
def key_service(store_server: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key in the service, as the setting names it."""
    for name, value in (("AWS_ENDPOINT_URL_KMS", store_server.endpoint), ("AWS_ACCESS_KEY_ID", "key")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    client = boto3.client("kms", region_name="us-east-1")
    made = client.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    return f"kms:{made['KeyMetadata']['Arn']}"


async def test_an_authority_is_made_around_a_key_that_lies_elsewhere(
    key_service: str, database: DatabaseEngine, the_clock: Clock, config: Settings
) -> None:
    settings.use(Settings(data=config.data, database_url="", secret="s" * 48, signing_key=key_service))
    await actions.prepare()
    by = actions.registrar()
    await require_signs(provider_of(by))
    assert not authority.key_path(by.folder, Purpose.REGISTRAR).exists()
    known = authority.read(by.folder).certificates[Purpose.REGISTRAR]
    assert known.public_key() == provider_of(by).public_key()
    other = boto3.client("kms", region_name="us-east-1").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    with pytest.raises(KeySettingWrong, match="another key"):
        provider_of(Registrar(by.folder, f"kms:{other['KeyMetadata']['Arn']}"))
    unknown = key_service.rpartition("/")[0] + "/00000000-0000-0000-0000-000000000000"
    with pytest.raises(KeyUnreachable, match="cannot be used"):
        provider_of(Registrar(by.folder, unknown))


@pytest.mark.parametrize("key", ["", "vault:x", "pkcs11:token=academy", "pkcs11:token=a;object=b"])
def test_a_setting_that_names_no_key_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(KeySettingWrong, match="ACADEMY_SIGNING_KEY"):
        outside(Registrar(tmp_path, key))


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token that holds the only copy of the registrar's key, as the setting names it."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    authority.make(tmp_path / "authority", Place("https://academy.example", Clock().now))
    key = tmp_path / "authority" / "registrar.key.pem"
    pin, tool = ("--pin", "1234"), ("softhsm2-util", "--label")
    subprocess.run([*tool, "academy", "--init-token", "--free", *pin, "--so-pin", "5678"], check=True)
    key_in = ("--import", str(key), "--token", "academy", "--id", "01")
    subprocess.run([*tool, "registrar", *key_in, *pin], check=True)
    key.unlink()
    return f"pkcs11:token=academy;object=registrar?module-path={SOFTHSM}"


@pytest.mark.nightly
async def test_a_device_signs(device: str, tmp_path: Path) -> None:
    await require_signs(provider_of(Registrar(tmp_path / "authority", device, pin="1234")))
    with pytest.raises(KeyUnreachable, match="academy cannot be used"):
        outside(Registrar(tmp_path, device, pin="9999"))
