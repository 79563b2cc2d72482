"""What is sent to set an accommodation."""

from typing import Annotated

import msgspec

from academy.accommodations.rules import MOST_EXTRA_PERCENT


class AccommodationForm(msgspec.Struct, frozen=True):
    """Extra time in percent, and what is shown."""

    extra_time_percent: Annotated[int, msgspec.Meta(ge=0, le=MOST_EXTRA_PERCENT)] = 0
    captions_first: bool = False
    reduced_motion: bool = False
