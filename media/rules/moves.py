"""How the lifecycles of this floor are walked: each is a table, (state, verb) to the state that follows."""

from collections.abc import Mapping
from typing import TypeVar

from academy.errors import Conflict

State = TypeVar("State", bound=str)
Verb = TypeVar("Verb", bound=str)


def follow(moves: Mapping[tuple[State, Verb], State], state: State, verb: Verb, refusal: type[Conflict]) -> State:
    """The state after a verb. Raises the refusal, with both as its facts, when the state does not know the verb."""
    try:
        return moves[state, verb]
    except KeyError:
        raise refusal(state=state, verb=verb) from None
