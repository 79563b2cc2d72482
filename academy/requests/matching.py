"""One person matched with everybody who is known, by the rules of the roster."""

from collections.abc import Sequence

from academy.roster.knowing import known_to
from academy.roster.rules.columns import Line
from academy.roster.rules.plan import Planned, plan


async def planned_for(site_id: int, lines: Sequence[Line]) -> tuple[Planned, ...]:
    """What the roster would do with each of them, as if each came alone."""
    known = await known_to(site_id, lines)
    return tuple(plan([line], known, adds_units=False).rows[0] for line in lines)
