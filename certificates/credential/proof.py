"""The Data Integrity proof eddsa-rdfc-2022 (W3C vc-di-eddsa): what the words mean is signed, not their spelling."""

import json
from collections.abc import Hashable
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


class _Processor(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """Keeps what a type makes of a vocabulary as well, which pyld works out anew at each object: half of what is left.

    The second opinion goes through pyld as it is, so that a fault in here is a credential that is never stored.
    """

    _known: dict[Hashable, tuple[object, object]] = {}

    def _process_context(self, active_ctx: Any, local_ctx: Any, options: Any, *more: Any, **named: Any) -> Any:
        # The vocabularies stay in memory, so their parts may be told apart by where they lie.
        key = (active_ctx.get("_uuid"), id(local_ctx), more, *named.items())
        if named.get("cycles") is not None or key[0] is None or not isinstance(local_ctx, dict):
            return super()._process_context(active_ctx, local_ctx, options, *more, **named)
        if key not in self._known:
            processed = super()._process_context(active_ctx, local_ctx, options, *more, **named)
            self._known[key] = local_ctx, processed
        return self._known[key][1]


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
    return sha256(_Processor().normalize(document, _OPTIONS).encode()).digest()
