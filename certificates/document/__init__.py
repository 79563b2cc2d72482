"""The certificate as a document: facts and a frozen design become a PDF for archives, screen readers and courts.

Nothing here knows tables or accounts, and no request leaves the machine: fonts and art come from disk.
"""

from certificates.document.backing import Backing
from certificates.document.facts import CertificateFacts
from certificates.document.fonts import build_fonts, missing_glyphs
from certificates.document.page import fits
from certificates.document.printing import CannotPrint, render, render_in_process, signed_in_process

__all__ = [
    "Backing",
    "CannotPrint",
    "CertificateFacts",
    "build_fonts",
    "fits",
    "missing_glyphs",
    "render",
    "render_in_process",
    "signed_in_process",
]
