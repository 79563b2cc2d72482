"""What the check of a signed file says."""

from datetime import datetime

import msgspec


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Each part by itself; `holds` when all of them do.

    signed: there is a signature. intact: what it covers is as it was signed. whole_file: it covers every byte of the
    file but its own container, which holds nothing else, and it forbids later changes. trusted: its certificate leads
    to the root that was asked about, was meant for signing documents and was not revoked. signed_at: by the time stamp
    if that is trusted too, else None. claimed_at: when the signer says it was. problem: one sentence for people, empty
    when all holds.
    """

    signed: bool = False
    intact: bool = False
    whole_file: bool = False
    trusted: bool = False
    signer: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None
    stamped_by: str = ""
    claimed_at: datetime | None = None
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Whether the file is what the signer signed, at a time that is proved."""
        return self.intact and self.whole_file and self.trusted and self.signed_at is not None
