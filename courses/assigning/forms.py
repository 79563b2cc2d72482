"""What people send about assignments beside the steps."""

from typing import Annotated

import msgspec


class WithdrawalForm(msgspec.Struct, frozen=True):
    """Why an assignment is taken back; whoever had it reads this."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
