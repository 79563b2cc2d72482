"""What an institution adds to its certificates: who signs since when, marks of sites, numbers of state POSTs."""

from certificates.branding.file import BrandingFault, branded

__all__ = ["BrandingFault", "branded"]
