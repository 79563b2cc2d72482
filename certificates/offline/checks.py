"""Each part of the check by itself: signature, credential, log entry, its proof, number, dates."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from academy.codes import read_serial
from academy.record_log import proofs
from academy.record_log.records import digest
from academy.signing import Verdict, verify_pdf
from certificates.credential.checking import CredentialUnsound, require_signed
from certificates.credential.multikey import from_multikey
from certificates.offline.carried import Carried
from certificates.offline.findings import Finding, Result
from certificates.offline.kit import Kit

KIND = "certificate.credential"
"""What the log calls credentials; certificates.records registers it."""
CLOCKS_APART = timedelta(minutes=5)
"""How far the clocks of the academy and of an outside time stamp may differ."""


def signature(pdf: bytes, kit: Kit) -> tuple[Finding, datetime | None]:
    """Whether the file is as it was signed, and when that was."""
    if kit.root is None:
        return _open("Signature", "No root certificate was given, so the signature was not checked."), None
    verdict = verify_pdf(pdf, kit.root, stamp_roots=kit.stamp_roots)
    return _judged(verdict), verdict.signed_at


def _judged(verdict: Verdict) -> Finding:
    if verdict.holds and verdict.signed_at:
        when = f"{verdict.signed_at:%Y-%m-%d %H:%M} UTC"
        return _good("Signature", f"Signed by {verdict.signer} on {when}; not a byte was changed since.")
    if verdict.intact and verdict.whole_file and verdict.trusted:
        return _open("Signature", f"Not a byte was changed, but the root of {verdict.stamped_by} was not given.")
    return _bad("Signature", verdict.problem)


def credential(of: Carried, kit: Kit) -> Finding:
    """Whether the credential is as one of the academy's keys signed it."""
    said, what = of.credential, "Credential"
    if not kit.keys:
        return _open(what, "No credential keys were given, so its own signature was not checked.")
    key = said.proof.verification_method.rpartition("#")[2]
    if said.issuer.id != kit.issuer or key not in kit.keys:
        return _bad(what, "It is not signed with one of the academy's keys.")
    try:
        require_signed(json.loads(of.backing.credential), from_multikey(key))
    except CredentialUnsound:
        return _bad(what, "What it says was changed after it was signed.")
    return _good(what, f"Signed by {kit.issuer}; it says what was signed.")


def log_entry(of: Carried) -> Finding:
    """Whether the entry of the log is about exactly this credential."""
    what, kept = "Log entry", of.opening
    if of.content.credential != of.backing.digest:
        return _bad(what, "The log was told of another credential than the one in this file.")
    if not _opens(kept.content, kept.salt, of.entry.digest) or of.entry.kind != KIND:
        return _bad(what, "The entry is not about the record that this file shows for it.")
    return _good(what, f"It was made for exactly this credential, sha256 {of.backing.digest[:16]}...")


def _opens(content: str, salt: str, known: str) -> bool:
    try:
        return digest(content, salt) == known
    except ValueError:  # no hexadecimal
        return False


def log_proof(of: Carried, kit: Kit) -> Finding:
    """Whether the academy promised, under a signed checkpoint, to keep this entry for ever."""
    what = "Record log"
    if kit.log is None:
        return _open(what, "No key of the record log was given, so its proof was not checked.")
    try:
        proof = proofs.read(of.backing.log_proof.decode())
        checkpoint = proofs.check(proof, of.opening.entry.encode(), kit.log)
    except (proofs.ProofInvalid, UnicodeDecodeError) as fault:
        return _bad(what, str(fault))
    place = f"entry {proof.index}, under a signed checkpoint of {checkpoint.size} entries"
    return _good(what, f"It stands in {checkpoint.origin}: {place}.")


def number(of: Carried) -> Finding:
    """Whether the number can be one of ours, and is the same wherever it stands."""
    said = of.credential.number
    if read_serial(said) != said:
        return _bad("Number", "Its check letters do not fit: the academy gives no such number.")
    if of.content.serial != said:
        return _bad("Number", "The credential and the log name different numbers.")
    return _good("Number", f"{said}, the same in the credential and in the log.")


def dates(of: Carried, signed_at: datetime | None, now: datetime) -> Iterator[Finding]:
    """Whether things happened in their order, and whether its time is over."""
    steps = [of.credential.valid_from, of.entry.at, *([signed_at] if signed_at else [])]
    if any(earlier - later > CLOCKS_APART for earlier, later in zip(steps, [*steps[1:], now], strict=True)):
        yield _bad("Dates", "They contradict each other: issued, then logged, then signed is the only order.")
    elif of.credential.valid_until and of.credential.valid_until < now:
        yield Finding("Dates", Result.ENDED, f"It expired on {of.credential.valid_until:%Y-%m-%d}.")
    else:
        yield _good("Dates", "Issued, logged and signed in this order, and not expired.")


def _good(what: str, sentence: str) -> Finding:
    return Finding(what, Result.HOLDS, sentence)


def _bad(what: str, sentence: str) -> Finding:
    return Finding(what, Result.FAILS, sentence)


def _open(what: str, sentence: str) -> Finding:
    return Finding(what, Result.OPEN, sentence)
