"""The credential as a JSON Web Token (W3C vc-jose-cose): for programs that have no use for linked data."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.credential.multikey import base64url


def token(document: dict[str, Any], key: Ed25519PrivateKey, *, key_id: str, issued_at: int) -> str:
    """The compact token over a credential without proof; `issued_at` in seconds since 1970.

    Open Badges 3.0 (8.2.4) wants who and when also as registered claims.
    """
    claims = {"iss": document["issuer"]["id"], "jti": document["id"], "nbf": issued_at, "iat": issued_at}
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": key_id}
    said = f"{_part(header)}.{_part(document | claims)}"
    return f"{said}.{base64url(key.sign(said.encode()))}"


def _part(content: dict[str, Any]) -> str:
    return base64url(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
