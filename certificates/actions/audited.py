"""What the audit log says about certificates."""

from enum import StrEnum


class Audited(StrEnum):
    """Each change of a certificate, and the name it carries."""

    DRAFTED = "certificates:certificate:draft"
    ISSUED = "certificates:certificate:issue"
    NAMED = "certificates:certificate:name"
    REVOKED = "certificates:certificate:revoke"
    REPLACED = "certificates:certificate:replace"
    TRANSCRIPT_TAKEN = "certificates:transcript:take"
