"""What is typed about certificates."""

from datetime import date
from typing import Annotated

import msgspec

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=120)]
Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=300)]


class NameForm(msgspec.Struct, frozen=True):
    """A holder's name: as printed, to compare; or in Latin letters, to print."""

    name: Name


class RevocationForm(msgspec.Struct, frozen=True):
    """Why a certificate is revoked: the class is public, the reason is not."""

    revoked_class: str
    revoked_reason: Reason


class ReplacementForm(msgspec.Struct, frozen=True):
    """The corrected name, and why."""

    name: Name
    reason: Reason


class ChecksForm(msgspec.Struct, frozen=True):
    """Numbers that a program asks about."""

    numbers: tuple[Annotated[str, msgspec.Meta(max_length=80)], ...]


class SealForm(msgspec.Struct, frozen=True):
    """Whose certificates are kept from strangers: one person's by e-mail, or an agency's people's; and why."""

    reason: Reason
    email: str = ""
    agency: int | None = None


class ReasonForm(msgspec.Struct, frozen=True):
    """Why something is done, for the audit log."""

    reason: Reason


class ReleaseForm(ReasonForm, frozen=True):
    """On what lawful request a sealed certificate is looked at; `wanted`: "paper" for its PDF."""

    wanted: str = ""


class KeyForm(msgspec.Struct, frozen=True):
    """A key for an agency's program: what it is for, and the last day it is good."""

    name: Annotated[str, msgspec.Meta(min_length=3, max_length=80)]
    ends_on: date


class BrandForm(msgspec.Struct, frozen=True):
    """What stands beside the academy's name for a site; an empty name takes it away."""

    site: str
    name: Annotated[str, msgspec.Meta(max_length=60)] = ""
    without_mark: bool = False


class LineForm(msgspec.Struct, frozen=True):
    """A line under the hours of a course's certificates, and for which of them."""

    text: Annotated[str, msgspec.Meta(min_length=3, max_length=60)]
    course: Annotated[str, msgspec.Meta(max_length=40)]
    version: Annotated[int, msgspec.Meta(ge=0)] = 0
    state: Annotated[str, msgspec.Meta(max_length=2)] = ""
    since: date | None = None
    until: date | None = None
