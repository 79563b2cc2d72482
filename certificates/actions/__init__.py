"""Everything that changes certificates."""

from certificates.actions.audited import Audited
from certificates.actions.correcting import name_in_latin, replace, revoke
from certificates.actions.issuing import issue, issue_forgotten

__all__ = ["Audited", "issue", "issue_forgotten", "name_in_latin", "replace", "revoke"]
