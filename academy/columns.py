"""Column types the academy's tables share, so that both databases store the same thing in the same way."""

from datetime import datetime

from piccolo.columns import Serial, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow

from academy import clock


class _ClockNow(TimestamptzNow):
    """A default that follows the academy's clock in Python and the server's in SQL."""

    def python(self) -> datetime:
        return clock.now()


class Dated:
    """Mixin: when the row was made, by the academy's clock. Piccolo adds the id itself; declared here for
    type checks.
    """

    id: Serial
    created_at = Timestamptz(default=_ClockNow(), null=False)
