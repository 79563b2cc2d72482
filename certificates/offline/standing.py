"""Whether a credential still stands, by a signed list that somebody kept: valid for a week, and never guessed."""

import base64
import json
import zlib
from datetime import datetime

import msgspec

from certificates.credential.checking import CredentialUnsound, require_signed
from certificates.credential.multikey import from_multikey
from certificates.credential.status import CAPACITY, status_list
from certificates.offline.carried import Moment, Proof, StatusPlace
from certificates.offline.findings import Finding, Result
from certificates.offline.kit import Kit

WHAT = "In force"


class _Subject(msgspec.Struct, rename="camel"):
    encoded_list: str


class _List(msgspec.Struct, rename="camel"):
    valid_from: Moment
    valid_until: Moment
    credential_subject: _Subject
    proof: Proof


class Untrusted(ValueError):
    """A status list says nothing; `str()` says why."""


def standing(place: StatusPlace, kit: Kit, now: datetime) -> Finding:
    """What the list says about a place in it. Without a list in force the status is unknown, never valid."""
    content = kit.lists.get(place.status_list_credential)
    if content is None:
        return _unknown("no status list was given for it.")
    if not kit.keys:
        return _unknown("no credential keys were given to check the status list with.")
    try:
        said = _trusted(content, place.status_list_credential, kit)
        ended = _bit(said.credential_subject.encoded_list, place.status_list_index)
    except Untrusted as fault:
        return _unknown(str(fault))
    dated = f"{said.valid_from:%Y-%m-%d}"
    if ended:
        return Finding(WHAT, Result.ENDED, f"Revoked or replaced, says the academy's list of {dated}.")
    if not said.valid_from <= now <= said.valid_until:
        return _unknown(
            f"it was neither revoked nor replaced on {dated}, but that list counts only until "
            f"{said.valid_until:%Y-%m-%d}. Get a newer one."
        )
    return Finding(WHAT, Result.HOLDS, f"Neither revoked nor replaced, says the academy's list of {dated}.")


def _trusted(content: bytes, address: str, kit: Kit) -> _List:
    """The list, if it is signed and has exactly our shape: a signature covers what words mean, not their spelling."""
    try:
        document, said = json.loads(content), msgspec.json.decode(content, type=_List)
        shape = status_list(kit.issuer, address, (), since=said.valid_from)
        shape["credentialSubject"]["encodedList"] = said.credential_subject.encoded_list
        key = said.proof.verification_method.rpartition("#")[2]
        if {**shape, "proof": document["proof"]} != document or key not in kit.keys:
            raise Untrusted("the status list is not one of the academy's.")
        require_signed(document, from_multikey(key))
    except CredentialUnsound as fault:
        raise Untrusted("the status list was changed after it was signed.") from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Untrusted("the status list cannot be read.") from fault
    return said


def _bit(encoded: str, index: str) -> bool:
    try:
        packed = base64.urlsafe_b64decode(encoded.removeprefix("u") + "==")
        bits = zlib.decompressobj(wbits=31).decompress(packed, CAPACITY // 8)
        place = int(index) if index.isdecimal() else CAPACITY
        return bool(bits[place // 8] & 0x80 >> place % 8)
    except (ValueError, zlib.error, IndexError) as fault:
        raise Untrusted("the status list has no such place.") from fault


def _unknown(why: str) -> Finding:
    return Finding(WHAT, Result.OPEN, f"Status unknown: {why}")
