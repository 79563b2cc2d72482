"""Whether the container of a signature holds nothing but what its check rests on.

A signature cannot cover the container it lies in. What stands there unsigned (copies of certificates, versions, the
wrapping of the time stamp) decides nothing, so readers let it pass when it was altered. Here it can be written one way.
"""

from collections.abc import Collection, Iterable, Sequence

from asn1crypto import cms, core, parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import Certificate, InvalidVersion, load_der_x509_certificate

STAMP = "signature_time_stamp_token"
_BARE = (b"", b"\x05\x00")
"""The parameters of an algorithm that has none: absent, or NULL."""
_OF_PARTS = (16, 17)
"""Sequence and set: all else in ASN.1's own class is one piece."""
_PSS = "rsassa_pss"
"""Its parameters decide whether the signature holds."""


def is_exact(container: bytes, known: Collection[bytes]) -> bool:
    """Whether a paper's signature (CMS, DER, zeros behind it) holds only what is used, each part in its one spelling.

    known: certificates (DER) that the signature covers elsewhere in the file, or that are trusted. Raises ValueError,
    LookupError, TypeError or AttributeError for what is no signature.
    """
    length = parser.peek(container)
    body = container[:length]
    info = cms.ContentInfo.load(body, strict=True)
    signed, (signer,) = info["content"], info["content"]["signer_infos"]
    (stamp,) = signer["unsigned_attrs"]
    (token,) = stamp["values"]
    return (
        not container[length:].strip(b"\0")
        and _is_plain(body)
        and signed["encap_content_info"].dump() == cms.ContentInfo({"content_type": "data"}).dump()
        and _is_bare(info, versions=("v1", "v1"))
        and _is_spelled(stamp["type"])
        and stamp["type"].native == STAMP
        and _are_among(signed, known)
        and is_exact_token(token, known)
    )


def is_exact_token(token: cms.ContentInfo, known: Collection[bytes] = ()) -> bool:
    """Whether a time stamp holds only what is used. It may bring what its own certificate leads to, and not more.

    A foreign authority may list its certificates in any order, which ours does not. Raises as `is_exact` does.
    """
    signed, (signer,) = token["content"], token["content"]["signer_infos"]
    version = "v1" if signer["sid"].name == "issuer_and_serial_number" else "v3"
    return (
        _is_plain(token.dump())
        and _is_bare(token, versions=("v3", version))
        and _is_spelled(signed["encap_content_info"]["content_type"])
        and not len(signer["unsigned_attrs"])
        and (_are_among(signed, known) or _is_one_family(signer["sid"], _certificates(signed)))
    )


def _is_plain(encoded: bytes) -> bool:
    """Whether every length is written in its shortest form, and no text in pieces, all the way down."""
    while encoded:
        length = parser.peek(encoded)
        kind, method, tag, _, content, _ = parser.parse(encoded[:length], strict=True)
        if parser.emit(kind, method, tag, content) != encoded[:length] or (kind == 0 and method != (tag in _OF_PARTS)):
            return False
        if method and not _is_plain(content):
            return False
        encoded = encoded[length:]
    return True


def _is_bare(info: cms.ContentInfo, *, versions: tuple[str, str]) -> bool:
    """Whether the parts that nothing is computed from say what they must."""
    signed, (signer,) = info["content"], info["content"]["signer_infos"]
    digest, algorithm = signer["digest_algorithm"], signer["signature_algorithm"]
    (listed,) = signed["digest_algorithms"]
    found = [_issued(one) for one in _certificates(signed)]
    return (
        info["content_type"].native == "signed_data"
        and tuple(one["version"].dump() for one in (signed, signer)) == tuple(map(_version, versions))
        and listed["algorithm"].dump() == digest["algorithm"].dump()
        and all(map(_is_spelled, (info["content_type"], digest["algorithm"], algorithm["algorithm"])))
        and all(one["parameters"].dump() in _BARE for one in (listed, digest))
        and (algorithm["algorithm"].native == _PSS or algorithm["parameters"].dump() in _BARE)
        and not len(signed["crls"])
        and (signer["sid"].name != "issuer_and_serial_number" or signer["sid"].chosen.contents in found)
    )


def _version(name: str) -> bytes:
    encoded: bytes = cms.CMSVersion(name).dump()
    return encoded


def _is_spelled(named: core.ObjectIdentifier) -> bool:
    """Whether the name of a thing is written as everybody writes it."""
    return bool(type(named)(named.native).contents == named.contents)


def _issued(certificate: bytes) -> bytes:
    """A certificate's issuer and number, as whoever signs with it names it."""
    said = x509.Certificate.load(certificate)["tbs_certificate"]
    return bytes(said["issuer"].dump() + said["serial_number"].dump())


def _certificates(signed: cms.SignedData) -> list[bytes]:
    return [one.chosen.dump() if one.name == "certificate" else b"" for one in signed["certificates"]]


def _are_among(signed: cms.SignedData, known: Collection[bytes]) -> bool:
    return all(one in known for one in _certificates(signed))


def _is_one_family(signer: cms.SignerIdentifier, encoded: Iterable[bytes]) -> bool:
    """Whether every certificate is the signer's own, or one that signed it, or one that signed that one."""
    family: list[Certificate] = []
    others: list[Certificate] = []
    for one in encoded:
        (family if _names(signer, one) else others).append(_certificate(one))
    while above := [one for one in others if any(_signed_by(one, below) for below in family)]:
        family += above
        others = [one for one in others if one not in above]
    return bool(family) and not others and all(_is_by_its_issuer(one, family) for one in family)


def _is_by_its_issuer(one: Certificate, family: Sequence[Certificate]) -> bool:
    """The last of them may be signed by somebody who is not there: a root that another one vouches for."""
    issuers = [above for above in family if above.subject == one.issuer]
    return not issuers or any(_signed_by(above, one) for above in issuers)


def _certificate(encoded: bytes) -> Certificate:
    try:
        return load_der_x509_certificate(encoded)
    except InvalidVersion as fault:
        raise ValueError("a certificate of no known version") from fault


def _names(signer: cms.SignerIdentifier, certificate: bytes) -> bool:
    if signer.name == "subject_key_identifier":
        return bool(x509.Certificate.load(certificate).key_identifier == signer.chosen.native)
    return bool(signer.chosen.contents == _issued(certificate))


def _signed_by(issuer: Certificate, certificate: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
