"""Questions that only the floors above can answer: which steps are done at a site. `app.py` says whom to ask."""

from collections.abc import Awaitable, Callable

Question = Callable[[int], Awaitable[frozenset[str]]]

_asked: list[Question] = []


def ask(*questions: Question) -> None:
    """Ask these from now on, instead of whoever was asked before: each gets a site and names steps."""
    _asked[:] = questions


async def done_above(site_id: int) -> frozenset[str]:
    """The steps that are done, as the floors above see it."""
    return frozenset[str]().union(*[await question(site_id) for question in _asked])
