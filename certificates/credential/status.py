"""The public list that says which credentials no longer stand (W3C Bitstring Status List): one bit each, no names."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from certificates.credential.document import moment

CAPACITY = 131_072
"""Places of a list; so many that the places of one person's credentials say nothing."""
FILL = CAPACITY // 2
"""After so many credentials the next list begins: places are drawn, and drawing stays quick in a half-empty list."""
LIFE = timedelta(days=7)
"""How long a signed list counts. After that, or without the list, the status is unknown, never valid."""


def list_for(credentials: int) -> int:
    """The number of the list in which the next credential gets its place, after so many before it."""
    return credentials // FILL + 1


def list_address(base_url: str, number: int) -> str:
    return f"{base_url}/status/{number}"


def bitstring(ended: Iterable[int]) -> str:
    """The places of credentials that ended, as the standard writes them: multibase of the gzipped bits."""
    bits = bytearray(CAPACITY // 8)
    for place in ended:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def status_list(issuer: str, address: str, ended: Iterable[int], *, since: datetime) -> dict[str, Any]:
    """The list as an unsigned credential, good for LIFE from `since`."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(since),
        "validUntil": moment(since + LIFE),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring(ended),
        },
    }
