"""A key in AWS's key management service, which signs and never gives it out; needs the extra `kms`.

Access and address come from the machine's role or AWS's own variables (AWS_PROFILE, AWS_ENDPOINT_URL_KMS and others).
"""

from typing import Any

import boto3
from anyio import to_thread
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from academy.signing.providers import KeySettingWrong, KeyUnreachable

_ARN_PARTS = 6


class KmsKey:
    """Signs by a call to the service."""

    def __init__(self, key_id: str) -> None:
        """key_id: as AWS names keys; the ARN also says the region."""
        parts = key_id.split(":", _ARN_PARTS - 1)
        self._id = key_id
        try:
            self._client: Any = boto3.client("kms", region_name=parts[3] if len(parts) == _ARN_PARTS else None)
        except BotoCoreError as fault:
            raise KeyUnreachable(f"The key service cannot be used: {fault}") from fault

    def public_key(self) -> EllipticCurvePublicKey:
        key = load_der_public_key(self._asked("get_public_key")["PublicKey"])
        if not isinstance(key, EllipticCurvePublicKey):
            raise KeySettingWrong("ACADEMY_SIGNING_KEY names a key of another kind; it must be ECC_NIST_P256.")
        return key

    async def sign(self, content: bytes) -> bytes:
        return await to_thread.run_sync(self._signature, content)

    def _signature(self, content: bytes) -> bytes:
        # As it is: what is signed of a paper is a few hundred bytes of digests, and the service takes up to 4 096.
        answer = self._asked("sign", Message=content, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256")
        return bytes(answer["Signature"])

    def _asked(self, what: str, **details: object) -> dict[str, bytes]:
        try:
            answer: dict[str, bytes] = getattr(self._client, what)(KeyId=self._id, **details)
        except (BotoCoreError, ClientError) as fault:
            raise KeyUnreachable(f"The key {self._id} cannot be used: {fault}") from fault
        return answer
