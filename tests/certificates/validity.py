"""What a validator for archives (PDF/A-3a) and screen readers (PDF/UA-1) finds in a paper."""

from pathlib import Path

import page as validator
import pikepdf

PROFILES = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)


def faults(paper: Path) -> list[str]:
    """One line for each, but for the validator's one false alarm: data that ends like a line, as one stream in 256.

    Then another reader, which goes by the length that is written down and looks for the end right after it, decides.
    """
    found = [line for profile in PROFILES for line in _complaints(paper, profile)]
    false_alarm = all(line.startswith("PDFA3A-STREAM-LENGTH-") for line in found) and _lengths_are_exact(paper)
    return [] if false_alarm else found


def _complaints(paper: Path, profile: validator.ValidationProfile) -> list[str]:
    report = validator.validate_pdf(str(paper), profile=profile)
    return [] if report.is_compliant else [f"{one.rule_id}: {report}" for one in report.failures] or [str(report)]


def _lengths_are_exact(paper: Path) -> bool:
    with pikepdf.open(paper) as pdf:
        return not pdf.check_pdf_syntax()
