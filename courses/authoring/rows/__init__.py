"""A course as rows: the content of one version, stored and read back without loss."""

from courses.authoring.rows.loading import load
from courses.authoring.rows.saving import clear, recordings, save

__all__ = ["clear", "load", "recordings", "save"]
