"""What imports of rosters write into the audit log: one entry for each thing done, whatever the number of rows."""

from enum import StrEnum


class Audited(StrEnum):
    """The words."""

    TAKEN = "roster:import:take"
    PLANNED = "roster:import:plan"
    APPLIED = "roster:import:apply"
    FINISHED = "roster:import:finish"
    UNDONE = "roster:import:undo"
    SET_BACK = "roster:import:set-back"
