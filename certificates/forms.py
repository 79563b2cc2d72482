"""What is typed about certificates."""

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
