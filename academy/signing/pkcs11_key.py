"""A key inside a device (smart card, HSM) that speaks PKCS#11; needs the extra `pkcs11`."""

from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, unquote

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature

from academy.signing.providers import KeySettingWrong, KeyUnreachable


class Pkcs11Key:
    """One session with the token, opened once; a process may use it from one thread only."""

    def __init__(self, address: str, pin: str) -> None:
        """address: `pkcs11:token=NAME;object=NAME?module-path=/path/of/library.so` (RFC 7512)."""
        module, token, label = _parts(address)
        try:
            session = pkcs11.lib(module).get_token(token_label=token).open(user_pin=pin or None)
            self._private: Any = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            public = session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=label)
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as fault:
            raise KeyUnreachable(f"The key {label} on the token {token} cannot be used: {_words(fault)}") from fault
        self._public = encode_ec_public_key(public)

    def public_key(self) -> EllipticCurvePublicKey:
        key = load_der_public_key(self._public)
        if not isinstance(key, EllipticCurvePublicKey):
            raise KeySettingWrong("ACADEMY_SIGNING_KEY names a key of another kind; it must be an EC key on P-256.")
        return key

    async def sign(self, content: bytes) -> bytes:
        # The bare mechanism: many devices know no other for ECDSA, so the digest is made here.
        try:
            raw: bytes = self._private.sign(sha256(content).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        except pkcs11.PKCS11Error as fault:
            raise KeyUnreachable(f"The device with the registrar's key did not sign: {_words(fault)}") from fault
        return bytes(encode_ecdsa_signature(raw))


def _parts(address: str) -> tuple[str, str, str]:
    path, _, query = address.removeprefix("pkcs11:").partition("?")
    said = dict(part.partition("=")[::2] for part in path.split(";"))
    module = parse_qs(query).get("module-path", [""])[0]
    if not (module and said.get("token") and said.get("object")):
        example = "pkcs11:token=academy;object=registrar?module-path=/usr/lib/softhsm/libsofthsm2.so"
        raise KeySettingWrong(f"ACADEMY_SIGNING_KEY must name token, object and module-path, such as {example}")
    return module, unquote(said["token"]), unquote(said["object"])


def _words(fault: Exception) -> str:
    return str(fault) or type(fault).__name__
