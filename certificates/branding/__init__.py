"""What an institution adds to its certificates: who signs since when, marks of sites, numbers of state POSTs."""

from certificates.branding.additions import Additions, additions_for
from certificates.branding.file import BrandingFault, check
from certificates.branding.rules import Course

__all__ = ["Additions", "BrandingFault", "Course", "additions_for", "check"]
