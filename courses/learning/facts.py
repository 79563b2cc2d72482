"""What learning tells the floors above."""

from academy.facts import Fact


class CompletionRecorded(Fact, frozen=True):
    """A course was completed; the completion row exists."""

    completion_id: int


class TrainingChanged(Fact, frozen=True):
    """People of a site got a course, finished it, gave it back or are exempt from it, or when it is due has changed."""

    site_id: int
