"""What programs fetch: the credential for those who may have the paper, and for everybody what checking it takes."""

import base64
import gzip
import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.jobs import drain
from academy.record_log import keys
from academy.record_log.keys import KeyUnsafe
from certificates import actions
from certificates.credential import checking, issuer, multikey, own_key, status
from certificates.tables import Credential
from tests.cast import Cast
from tests.certificates.finished_course import Finished, newest
from tests.conftest import Browser, Clock

MANIFEST = "/courses/rain/versions/1/manifest.json"


@pytest.fixture
async def anybody(browser_as: Browser) -> httpx.AsyncClient:
    return await browser_as(None)


async def place(number: str) -> tuple[int, int]:
    row = await Credential.objects().where(Credential.certificate.serial == number).first()
    assert row is not None
    return row.status_list, row.status_index


def bits(listed: dict[str, Any]) -> bytes:
    packed = listed["credentialSubject"]["encodedList"]
    assert packed.startswith("u")
    return gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-(len(packed) - 1) % 4)))


def is_set(content: bytes, index: int) -> bool:
    return bool(content[index // 8] & 0x80 >> index % 8)


async def test_the_holder_and_staff_download_it_and_nobody_else(
    cast: Cast, browser_as: Browser, finished: Finished, number: str
) -> None:
    maria = await browser_as(cast.maria)
    assert f"/certificates/{number}.credential.json" in (await maria.get("/certificates")).text
    answer = await maria.get(f"/certificates/{number}.credential.json")
    stored = await Credential.select(Credential.content, Credential.token).first() or {}
    assert answer.content == stored["content"].encode()
    assert answer.headers["content-type"].startswith("application/vc")
    assert f'-{number}.credential.json"' in answer.headers["content-disposition"]
    assert (await maria.get(f"/certificates/{number}.jwt")).text == stored["token"]
    allowed = {name for name in cast.people if await _may(await browser_as(cast.people[name]), number)}
    assert allowed == {"maria", "ruth", "sam", "ada"}


async def _may(browser: httpx.AsyncClient, number: str) -> bool:
    return (await browser.get(f"/certificates/{number}.credential.json")).status_code == 200


async def test_a_revoked_and_a_replaced_one_are_marked_in_the_list_at_once(
    cast: Cast, number: str, anybody: httpx.AsyncClient, browser_as: Browser
) -> None:
    new = await actions.replace(cast.ada, number=number, name="Maria C. Okonkwo", reason="Married.")
    await drain()
    (list_number, old_index), (_, new_index) = await place(number), await place(new)
    listed = (await anybody.get(f"/status/{list_number}")).json()
    assert (is_set(bits(listed), old_index), is_set(bits(listed), new_index)) == (True, False)
    await actions.revoke(cast.ada, number=new, revoked_class="other", reason="A test.")
    answer = await anybody.get(f"/status/{list_number}")
    assert is_set(bits(answer.json()), new_index)
    assert sum(byte.bit_count() for byte in bits(answer.json())) == 2
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (await (await browser_as(cast.maria)).get(f"/certificates/{new}.jwt")).status_code == 409
    for unknown in (0, list_number + 1, 10**30, -(10**30)):
        assert (await anybody.get(f"/status/{unknown}")).status_code == 404


async def test_the_list_is_signed_for_a_week_and_anew_each_day(
    number: str, anybody: httpx.AsyncClient, the_clock: Clock
) -> None:
    key = multikey.from_multikey(own_key.public_key(may_make=False))
    first = (await anybody.get("/status/1")).json()
    assert (await anybody.get("/status/1")).json() == first
    the_clock.move(hours=24)
    second = (await anybody.get("/status/1")).json()
    assert (first["validFrom"], first["validUntil"]) == ("2026-11-21T00:00:00Z", "2026-11-28T00:00:00Z")
    assert second["validUntil"] == "2026-11-29T00:00:00Z"
    for listed in (first, second):
        checking.require_signed(listed, key)
    second["validUntil"] = "2036-11-29T00:00:00Z"
    with pytest.raises(checking.CredentialUnsound):
        checking.require_signed(second, key)


async def test_the_did_document_lists_the_key_that_signed(
    finished: Finished, number: str, anybody: httpx.AsyncClient
) -> None:
    found = (await anybody.get("/.well-known/did.json")).json()
    assert found == (await anybody.get("/did.json")).json()
    stored = await Credential.select(Credential.content, Credential.token).first() or {}
    method = json.loads(stored["content"])["proof"]["verificationMethod"]
    head = stored["token"].partition(".")[0]
    kid = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"]
    assert found["id"] == "did:web:academy.test"
    assert found["assertionMethod"] == [method, kid]
    assert [one["type"] for one in found["verificationMethod"]] == ["Multikey", "JsonWebKey"]
    assert len(bytes.fromhex(own_key.fingerprint(found["verificationMethod"][0]["publicKeyMultibase"]))) == 32


async def test_a_key_that_was_exchanged_stays_listed(
    cast: Cast, finished: Finished, number: str, anybody: httpx.AsyncClient
) -> None:
    old = own_key.public_key(may_make=False)
    own_key.key_file().unlink()
    await actions.replace(cast.ada, number=number, name="Maria C. Okonkwo", reason="Married.")
    with pytest.raises(KeyUnsafe, match="backup"):
        await drain()
    keys.make(own_key.key_file())
    await actions.issue(finished.completion_id)
    listed = (await anybody.get("/did.json")).json()["verificationMethod"]
    assert [one["publicKeyMultibase"] for one in listed[::2]] == [old, own_key.public_key(may_make=False)]


async def test_the_manifest_is_public_once_a_credential_names_it(
    finished: Finished, anybody: httpx.AsyncClient
) -> None:
    assert (await anybody.get(MANIFEST)).status_code == 404
    await actions.issue(finished.completion_id)
    assert (await newest(finished.completion_id)).state == "issued"
    assert (await anybody.get(MANIFEST)).json()["title"] == "Evidence in the Rain"


@pytest.mark.parametrize(
    ("base_url", "did"),
    [
        ("https://academy.example", "did:web:academy.example"),
        ("https://Academy.example:8443", "did:web:academy.example%3A8443"),
        ("https://academy.example/lms/a b", "did:web:academy.example:lms:a%20b"),
    ],
)
def test_the_issuer_is_named_after_the_address(base_url: str, did: str) -> None:
    assert issuer.did_of(base_url) == did


@given(st.binary(max_size=80))
def test_base_58_reads_back(content: bytes) -> None:
    assert multikey.from_base58(multikey.base58(content)) == content


@given(st.sets(st.integers(0, status.CAPACITY - 1), max_size=20))
def test_the_list_marks_its_places_and_no_others(ended: set[int]) -> None:
    content = bits({"credentialSubject": {"encodedList": status.bitstring(ended)}})
    assert len(content) * 8 == status.CAPACITY
    assert all(is_set(content, place) for place in ended)
    assert sum(byte.bit_count() for byte in content) == len(ended)
