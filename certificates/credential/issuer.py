"""Who signs: the academy's name as a did:web, and the document that lists its keys."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from certificates.credential.multikey import from_multikey, jwk, thumbprint


def did_of(base_url: str) -> str:
    """`https://academy.example:8443/path` is `did:web:academy.example%3A8443:path`."""
    parts = urlsplit(base_url)
    path = [quote(part, safe="") for part in parts.path.split("/") if part]
    return ":".join(["did:web", parts.netloc.lower().replace(":", "%3A"), *path])


def did_document(did: str, multikeys: Iterable[str]) -> dict[str, Any]:
    """What the name stands for: every key that ever signed, since old credentials stay good."""
    methods = [method for key in multikeys for method in _methods(did, key)]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _methods(did: str, multikey: str) -> list[dict[str, Any]]:
    """A key twice: as proofs name it and as tokens do."""
    key = from_multikey(multikey)
    name = thumbprint(key)
    return [
        {"id": f"{did}#{multikey}", "type": "Multikey", "controller": did, "publicKeyMultibase": multikey},
        {"id": f"{did}#{name}", "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk(key)},
    ]
