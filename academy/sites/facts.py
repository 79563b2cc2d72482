"""What sites tell the floors above."""

from academy.facts import Fact


class MembersChanged(Fact, frozen=True):
    """People joined a site or left it."""

    site_id: int
