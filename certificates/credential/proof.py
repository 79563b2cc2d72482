"""The Data Integrity proof eddsa-rdfc-2022 (W3C vc-di-eddsa): what the words mean is signed, not their spelling."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import ContextResolver, jsonld

from certificates.credential import contexts
from certificates.credential.document import moment
from certificates.credential.multikey import base58

_OPTIONS = {
    "algorithm": "URDNA2015",
    "format": "application/n-quads",
    "documentLoader": contexts.load,
    # Kept from one credential to the next: reading the vocabularies is a third of the work.
    "contextResolver": ContextResolver({}, contexts.load),
}


def signed(document: dict[str, Any], key: Ed25519PrivateKey, *, method: str, at: datetime) -> dict[str, Any]:
    """The document with its proof; `method` is the address of the key in the issuer's DID document."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    config = _digest({"@context": document["@context"], **proof})
    return {**document, "proof": proof | {"proofValue": base58(key.sign(config + _digest(document)))}}


def as_bytes(document: dict[str, Any]) -> bytes:
    """The bytes that are stored, logged and handed out."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(document: dict[str, Any]) -> bytes:
    return sha256(jsonld.normalize(document, _OPTIONS).encode()).digest()
