"""What coordinators and readers send about letters."""

from typing import Annotated

import msgspec


class RemindForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to remind, as it stood on the page; `code` names the round, so that sending twice writes once."""

    code: Annotated[str, msgspec.Meta(min_length=20, max_length=26)]
    people: tuple[str, ...] = ()
    overdue: str = ""
    anyway: bool = False
    copy_supervisor: bool = False
