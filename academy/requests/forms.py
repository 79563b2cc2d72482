"""What is sent to ask for access, to decide on it, and to add somebody."""

from datetime import date
from typing import Annotated

import msgspec

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Short = Annotated[str, msgspec.Meta(max_length=40)]
Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


class AskForm(msgspec.Struct, frozen=True):
    """The public form; the badge number and a word to the coordinator may be left out."""

    site: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    agency: Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
    full_name: Line
    email: Email
    number: Short = ""
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class ApprovalForm(msgspec.Struct, frozen=True):
    """Into which agency; `sure`: yes, it is the same person."""

    agency: int
    sure: bool = False


class RefusalForm(msgspec.Struct, frozen=True):
    """Why not; it is mailed to whoever asked."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class AddForm(msgspec.Struct, frozen=True):
    """One person, added by hand."""

    full_name: Line
    email: Email
    agency: int
    rank: Annotated[str, msgspec.Meta(max_length=60)] = ""
    employee_number: Short = ""
    officer_id: Short = ""
    starts_on: date | None = None
    sure: bool = False
