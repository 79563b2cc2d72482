"""Linked data read by an implementation of another family (Rust) than the one that signs: both must find the same."""

import json
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from certificates.credential import contexts
from certificates.credential.multikey import from_base58


def proof_holds(document: dict[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether the eddsa-rdfc-2022 proof of a document of ours was made with the key (W3C vc-di-eddsa, 3.2.2).

    Raises SyntaxError for what is no linked data.
    """
    proof = dict(document["proof"])
    signature = from_base58(proof.pop("proofValue"))
    said = {name: value for name, value in document.items() if name != "proof"}
    try:
        key.verify(signature, _digest({"@context": document["@context"], **proof}) + _digest(said))
    except InvalidSignature:
        return False
    return True


def _digest(document: dict[str, Any]) -> bytes:
    return sha256(canonical(document).encode()).digest()


def canonical(document: dict[str, Any]) -> str:
    """The statements of a document in the form that is signed (RDFC-1.0 N-Quads)."""
    rest = json.dumps({name: value for name, value in document.items() if name != "@context"})
    text = f'{{"@context":{_vocabularies(tuple(document["@context"]))},{rest[1:]}'
    found = Dataset(parse(text, format=RdfFormat.JSON_LD))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{statement} .\n" for statement in found))


@cache
def _vocabularies(addresses: tuple[str, ...]) -> str:
    """The vocabularies in place of their addresses: nothing is fetched."""
    parts = (contexts.load(address)["document"]["@context"] for address in addresses)
    return json.dumps([part for found in parts for part in (found if isinstance(found, list) else [found])])
