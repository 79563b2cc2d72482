"""What the audit log says about certificates."""

from enum import StrEnum


class Audited(StrEnum):
    """Each change of a certificate, and the name it carries."""

    DRAFTED = "certificates:certificate:draft"
    ISSUED = "certificates:certificate:issue"
    NAMED = "certificates:certificate:name"
    REVOKED = "certificates:certificate:revoke"
    REPLACED = "certificates:certificate:replace"
    RELEASED = "certificates:certificate:release"
    SEALED = "certificates:seal:set"
    SEAL_LIFTED = "certificates:seal:lift"
    KEY_MADE = "certificates:check-key:create"
    KEY_REVOKED = "certificates:check-key:revoke"
    TRANSCRIPT_TAKEN = "certificates:transcript:take"
