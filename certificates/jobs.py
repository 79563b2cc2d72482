"""The job of this floor, and its repair."""

from academy.jobs import every_minute
from certificates.actions.issuing import issue, issue_forgotten

__all__ = ["issue"]

every_minute(issue_forgotten)
