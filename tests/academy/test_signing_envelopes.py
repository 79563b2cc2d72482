"""Structures that are laid by hand are those that an encoder of ASN.1 would write, to the byte."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import cms, x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from academy.signing import authority
from academy.signing.certificates import Place, Purpose
from academy.signing.envelopes import OCTETS, Envelope, wrapped
from academy.signing.time_stamps import OwnTimeStamper

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@given(st.integers(0, 70_000))
def test_a_value_says_its_length_in_the_shortest_way(size: int) -> None:
    assert wrapped(OCTETS, bytes(size)) == cms.OctetString(bytes(size)).dump()


def test_what_is_laid_by_hand_is_what_an_encoder_writes(tmp_path: Path) -> None:
    folder = tmp_path / "authority"
    made = authority.make(folder, Place("https://academy.example", AT)).certificates
    root, issuing, registrar, stamps = (x509.Certificate.load(made[one].public_bytes(Encoding.DER)) for one in Purpose)
    stamper = OwnTimeStamper(stamps, authority.key_of(folder, Purpose.TIMESTAMPS, made[Purpose.TIMESTAMPS]))
    stamper.at = AT
    stamp = asyncio.run(stamper.async_timestamp(bytes(32), "sha256"))
    envelope = Envelope(registrar, (root, issuing), "data")
    attributes = envelope.attributes(bytes(32))
    # As long as a stamp, but plain: to write one inside the other anew takes that encoder minutes.
    plain = cms.ContentInfo({"content_type": "data", "content": bytes(5_000)}).dump()
    whole = envelope.closed(attributes, b"signature", stamp=plain)
    for one in (stamp.dump(), whole):
        assert cms.ContentInfo.load(one, strict=True).dump(force=True) == one
    (signer,) = cms.ContentInfo.load(whole)["content"]["signer_infos"]
    assert (signer["signed_attrs"].untag().dump(), signer["signature"].native) == (attributes, b"signature")
    info = stamp["content"]["encap_content_info"]["content"].parsed
    assert (info["gen_time"].native, info["message_imprint"]["hashed_message"].native) == (AT, bytes(32))
