"""What a certificate's file carries for its check, read into the few fields that the check needs."""

from datetime import datetime
from typing import Annotated

import msgspec

from academy.signing.attached import Attached
from certificates.document.backing import Backing

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
NAMES = ("credential.json", "log-entry.json", "log-entry.tlog-proof")


class Issuer(msgspec.Struct, frozen=True):
    id: str


class Proof(msgspec.Struct, frozen=True, rename="camel"):
    verification_method: str


class Identity(msgspec.Struct, frozen=True, rename="camel"):
    identity_hash: str
    identity_type: str


class Achievement(msgspec.Struct, frozen=True):
    version: str


class Value(msgspec.Struct, frozen=True):
    value: str


class Subject(msgspec.Struct, frozen=True, rename="camel"):
    identifier: list[Identity]
    activity_end_date: str
    achievement: Achievement
    result: Annotated[list[Value], msgspec.Meta(min_length=1)]


class StatusPlace(msgspec.Struct, frozen=True, rename="camel"):
    status_list_credential: str
    status_list_index: str


class Credential(msgspec.Struct, frozen=True, rename="camel"):
    """The fields of the credential that are checked or shown."""

    id: str
    name: str
    issuer: Issuer
    valid_from: Moment
    credential_subject: Subject
    credential_status: StatusPlace
    proof: Proof
    valid_until: Moment | None = None

    @property
    def number(self) -> str:
        """As printed on the certificate."""
        return self.id.rpartition("/")[2]

    @property
    def holder_name(self) -> str:
        """As printed on the certificate."""
        names = (one for one in self.credential_subject.identifier if one.identity_type == "ext:legalName")
        return next((one.identity_hash for one in names), "")


class LogContent(msgspec.Struct, frozen=True):
    """What the log keeps a digest of."""

    credential: str
    serial: str


class LogEntry(msgspec.Struct, frozen=True):
    """The public entry."""

    at: Moment
    digest: str
    kind: str


class Opening(msgspec.Struct, frozen=True):
    """The entry, and what opens its digest, as texts."""

    content: str
    entry: str
    salt: str


class Carried(msgspec.Struct, frozen=True):
    """The three files: exact bytes, and what is in them."""

    backing: Backing
    credential: Credential
    opening: Opening
    content: LogContent
    entry: LogEntry


class Incomplete(ValueError):
    """The file does not carry what it should; `str()` says what is wrong. `is_older`: it carries none of it."""

    def __init__(self, sentence: str, *, is_older: bool = False) -> None:
        super().__init__(sentence)
        self.is_older = is_older


def carried(files: list[Attached]) -> Carried:
    """Raises Incomplete."""
    names = [one.name for one in files]
    if not set(names) & set(NAMES):
        raise Incomplete("It carries none: a transcript, or issued before there were credentials.", is_older=True)
    if sorted(names) != sorted(NAMES):
        raise Incomplete(f"It should carry {', '.join(NAMES)}, each once. It carries {', '.join(names)}.")
    credential, log_entry, log_proof = ({one.name: one.content for one in files}[name] for name in NAMES)
    backing = Backing(credential=credential, log_entry=log_entry, log_proof=log_proof, log_place=-1)
    try:
        opening = msgspec.json.decode(log_entry, type=Opening)
        return Carried(
            backing,
            msgspec.json.decode(credential, type=Credential),
            opening,
            msgspec.json.decode(opening.content, type=LogContent),
            msgspec.json.decode(opening.entry, type=LogEntry),
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Incomplete(f"A file that it carries cannot be read: {fault}") from fault
