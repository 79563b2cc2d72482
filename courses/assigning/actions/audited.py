"""The words of assigning in the audit log."""

from enum import StrEnum


class Audited(StrEnum):
    """What assigning writes into the audit log; what it gives is recorded as learning:enrollment:assign."""

    MADE = "assigning:assignment:make"
    CHANGED = "assigning:assignment:change"
    WITHDRAWN = "assigning:assignment:withdraw"
    RESTORED = "assigning:assignment:undo"
    REACHED = "assigning:assignment:reach"
