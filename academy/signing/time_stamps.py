"""The academy's own time stamps (RFC 3161): for trying out and for schools without an outside authority.

A time stamp by the issuer proves less than one by somebody else; `ACADEMY_TIMESTAMP_URL` names such an authority.
"""

import secrets
from datetime import UTC, datetime
from hashlib import sha256

from asn1crypto import cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from academy.signing.envelopes import SEQUENCE, Envelope, imprint, tagged, wrapped

POLICY = "2.25.146509800540142872453575785090232567922"
"""Names the rules of these stamps: made by the academy's server, at the time of its clock. Drawn once."""
_BEGINNING = core.Integer(1).dump() + core.ObjectIdentifier(POLICY).dump()


class OwnTimeStamper(TimeStamper):  # type: ignore[misc]
    """Answers requests itself, with the time it is told."""

    def __init__(self, certificate: x509.Certificate, key: EllipticCurvePrivateKey) -> None:
        super().__init__()
        self._envelope = Envelope(certificate, (), "tst_info")
        self._authority = tagged(0, x509.GeneralName(name="directory_name", value=certificate.subject).dump())
        self._key = key
        self.at = datetime.min.replace(tzinfo=UTC)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """As anybody's stamp, without the way there: nobody can mix up the answers."""
        if md_algorithm != "sha256":
            raise ValueError(f"Stamps are given for SHA-256, not {md_algorithm}.")
        return self._stamp(imprint(message_digest), b"")

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        stamp = self._stamp(req["message_imprint"].dump(), req["nonce"].dump())
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": stamp})

    def _stamp(self, about: bytes, nonce: bytes) -> cms.ContentInfo:
        number, time = core.Integer(secrets.randbits(63)).dump(), core.GeneralizedTime(self.at).dump()
        info = wrapped(SEQUENCE, _BEGINNING, about, number, time, nonce, self._authority)
        says_time = simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(self.at)})).dump()
        attributes = self._envelope.attributes(sha256(info).digest(), says_time)
        signature = self._key.sign(attributes, ec.ECDSA(hashes.SHA256()))
        return cms.ContentInfo.load(self._envelope.closed(attributes, signature, content=info))
