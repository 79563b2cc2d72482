"""What learning tells the floors above."""

from academy.facts import Fact


class CompletionRecorded(Fact, frozen=True):
    """A course was completed; the completion row exists."""

    completion_id: int
