"""A question that only the floors above can answer: who has training records at a site. `app.py` says whom to ask."""

from collections.abc import Awaitable, Callable, Sequence

Question = Callable[[int, Sequence[int]], Awaitable[frozenset[int]]]

_asked: list[Question] = []


def ask(*questions: Question) -> None:
    """Ask these from now on, instead of whoever was asked before: each gets a site and people, and names some."""
    _asked[:] = questions


async def who_started(site_id: int, people: Sequence[int]) -> frozenset[int]:
    """Those of these people who have training records at the site."""
    return frozenset[int]().union(*[await question(site_id, people) for question in _asked])
