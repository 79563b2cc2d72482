"""The academy's own time stamps (RFC 3161): for trying out and for schools without an outside authority.

A time stamp by the issuer proves less than one by somebody else; `ACADEMY_TIMESTAMP_URL` names such an authority.
"""

import secrets
from datetime import UTC, datetime

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

POLICY = "2.25.146509800540142872453575785090232567922"
"""Names the rules of these stamps: made by the academy's server, at the time of its clock. Drawn once."""


class OwnTimeStamper(TimeStamper):  # type: ignore[misc]
    """Answers requests itself, with the time it is told."""

    def __init__(self, certificate: x509.Certificate, key: EllipticCurvePrivateKey) -> None:
        super().__init__()
        # Encoded once: asn1crypto walks through everything that it holds parsed, each time it writes it.
        self._certificate = certificate.dump()
        self._names_it = simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)).dump()
        self._authority = x509.GeneralName(name="directory_name", value=certificate.subject).dump()
        issuer = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        self._signer_id = cms.SignerIdentifier({"issuer_and_serial_number": issuer}).dump()
        self._key = key
        self.at = datetime.min.replace(tzinfo=UTC)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        info = self._info(req).dump()
        token = cms.ContentInfo({"content_type": "signed_data", "content": self._signed(info)})
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _info(self, request: tsp.TimeStampReq) -> tsp.TSTInfo:
        return tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": request["message_imprint"],
                "serial_number": secrets.randbits(63),
                "gen_time": self.at,
                "nonce": request["nonce"],
                "tsa": x509.GeneralName.load(self._authority),
            }
        )

    def _signed(self, info: bytes) -> cms.SignedData:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(self.at)})),
                cms.CMSAttribute.load(self._names_it),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algorithm],
                "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(info)},
                "certificates": [x509.Certificate.load(self._certificate)],
                "signer_infos": [self._signer(attributes, algorithm)],
            }
        )

    def _signer(self, attributes: cms.CMSAttributes, digest: algos.DigestAlgorithm) -> cms.SignerInfo:
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier.load(self._signer_id),
                "digest_algorithm": digest,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signed_attrs": attributes,
                "signature": self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
            }
        )
