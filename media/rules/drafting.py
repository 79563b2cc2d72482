"""The life of a caption draft, made by speech recognition beside the recording it belongs to."""

from enum import StrEnum
from typing import Final

from academy.errors import Conflict
from media.rules.moves import follow


class DraftState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class DraftVerb(StrEnum):
    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"
    STOP = "stop"
    ASK = "ask"


class CannotDraft(Conflict):
    """A draft is asked for, or stopped, where that makes no sense."""

    code = "cannot_draft"
    sentence = "Captions cannot be drafted here now. Load the page again and look where they stand."


MOVES: Final[dict[tuple[DraftState, DraftVerb], DraftState]] = {
    (DraftState.WAITING, DraftVerb.BEGIN): DraftState.RUNNING,
    (DraftState.RUNNING, DraftVerb.BEGIN): DraftState.RUNNING,
    (DraftState.RUNNING, DraftVerb.FINISH): DraftState.DONE,
    (DraftState.WAITING, DraftVerb.FAIL): DraftState.FAILED,
    (DraftState.RUNNING, DraftVerb.FAIL): DraftState.FAILED,
    (DraftState.WAITING, DraftVerb.STOP): DraftState.STOPPED,
    (DraftState.RUNNING, DraftVerb.STOP): DraftState.STOPPED,
    (DraftState.DONE, DraftVerb.ASK): DraftState.WAITING,
    (DraftState.FAILED, DraftVerb.ASK): DraftState.WAITING,
    (DraftState.STOPPED, DraftVerb.ASK): DraftState.WAITING,
}
"""A running draft may begin again: its worker was killed, and the job runs a second time."""


def move(state: DraftState, verb: DraftVerb) -> DraftState:
    """The state after a verb. Raises CannotDraft when the state does not know it."""
    return follow(MOVES, state, verb, CannotDraft)
