"""What a certificate states, frozen when it is issued, and the words and figures it is stated in."""

from datetime import date, datetime

import msgspec


class CertificateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed. The same facts, fonts and design make the same bytes.

    `issued_at` carries the zone its date is to be read in; naive times are refused. `percent` is printed only when
    given: by default a certificate says that the final assessment was passed and keeps the score private.
    `state_lines` stand by the hours: the course's number with a state POST, or in the national catalog.
    `site_brand` stands beside the academy's name with the art `site_mark`, or without one with its initials;
    `signature_art` takes the place of the set signature. Both arts are digests (certificates.document.emblem).
    `serial` is in its printed form. `verify_url` is what the QR symbol opens; a path in capitals (`/V/V799-BEW8-…`)
    makes a coarser symbol that survives photocopying. Empty `rank_and_agency` and `site_name` are left out.
    """

    holder_name: str
    rank_and_agency: str
    course_title: str
    course_code: str
    version: str
    minutes: int
    categories: tuple[str, ...]
    completed_on: date
    issued_at: datetime
    provider: str
    signatory_name: str
    signatory_title: str
    serial: str
    verify_url: str
    site_name: str
    percent: int | None = None
    expires_on: date | None = None
    site_brand: str = ""
    site_mark: str = ""
    signature_art: str = ""
    state_lines: tuple[str, ...] = ()
    design: str = "standard-1"

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at needs a time zone: its date is printed")


def day(date_: date) -> str:
    """`March 14, 2026`; written out here because the process's locale must not change a certificate."""
    return f"{_MONTHS[date_.month - 1]} {date_.day}, {date_.year}"


def hours(minutes: int) -> str:
    """`1 hour`, `16 hours`, `1.5 hours`, `50 minutes`: hours to the quarter where that is exact, else with minutes."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} minutes" if rest != 1 else "1 minute"
    if rest % 15:
        return f"{whole} h {rest} min"
    figure = f"{minutes / 60:g}"
    return f"{figure} hour" if figure == "1" else f"{figure} hours"


def assessment(percent: int | None) -> str:
    """What is said of the final assessment; a completion exists only if it was passed."""
    return "Passed" if percent is None else f"Passed, {percent}%"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
