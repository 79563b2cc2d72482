"""Everything that changes certificates."""

from certificates.actions.audited import Audited
from certificates.actions.correcting import name_in_latin, replace, revoke
from certificates.actions.issuing import issue, issue_forgotten
from certificates.actions.keys import make_key, revoke_key
from certificates.actions.sealing import lift, release, seal

__all__ = [
    "Audited",
    "issue",
    "issue_forgotten",
    "lift",
    "make_key",
    "name_in_latin",
    "release",
    "replace",
    "revoke",
    "revoke_key",
    "seal",
]
