"""Time stamps of the outside authority on anything but papers: asked for and checked in the print process.

Whose authority it is, is for others to judge: here its stamp must be whole, about the very bytes, and by a certificate
made for time stamps. `openssl ts -verify` says the rest to whoever has its root.
"""

from collections.abc import Sequence

from academy import settings
from academy.papers.process import in_print_process
from academy.record_log import stamps
from academy.record_log.stamps import Stamp, Stamped


class OutsideAuthority:
    """The one that ACADEMY_TIMESTAMP_URL names."""

    def is_set(self) -> bool:
        return bool(settings.current().timestamp_url)

    async def stamp(self, content: bytes) -> Stamp:
        """Raises TimeStampMissing."""
        return await in_print_process(_stamp, content, settings.current().timestamp_url)

    async def faults(self, stamped: Sequence[Stamped]) -> list[str]:
        return await in_print_process(_faults, stamped)


# Loaded where it is used: it takes a second, and the process that serves pages never needs it.
def _stamp(content: bytes, url: str) -> Stamp:
    from academy.signing.stamp_tokens import asked

    return asked(content, url)


def _faults(stamped: Sequence[Stamped]) -> list[str]:
    from academy.signing.stamp_tokens import fault

    return [fault(one.note.encode(), one.answer, one.at) for one in stamped]


stamps.use(OutsideAuthority())
