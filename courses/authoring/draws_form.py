"""What a quiz takes, as its author types it: on each line a pool, how many, and where wanted the marks they need.

leads-and-hits 4
2 tag:law kind:ordering
leads-and-hits 1 objective:3.2a situation:three-leads
"""

from collections.abc import Iterable

import msgspec

from courses.content.model import Draw, Pick, Quiz

_MARKS = {"tag": "tags", "kind": "kinds", "objective": "objective", "situation": "stimulus"}
_SENTENCE = (
    "Write on each line a pool, a space and how many questions it gives: leads-and-hits 4. Behind them may stand marks:"
    " tag:law, objective:1.1a, kind:ordering or situation:wet-yard."
)


def read_draws(typed: str, faults: dict[str, str]) -> tuple[tuple[Draw, ...], tuple[Pick, ...]]:
    """Draws from whole pools, and picks by marks. What cannot be read is told in `faults`."""
    try:
        found = [_pick(line.split()) for line in typed.split("\n") if line.strip()]
    except ValueError:
        faults["draws"] = _SENTENCE
        return (), ()
    plain = [pick for pick in found if pick == Pick(pool=pick.pool, count=pick.count) and pick.pool]
    draws = tuple(Draw(pool=pick.pool, count=pick.count) for pick in plain)
    return draws, tuple(pick for pick in found if pick not in plain)


def _pick(words: list[str]) -> Pick:
    """Raises ValueError, of which msgspec's refusals are a kind."""
    numbers = [int(word) for word in words if word.isascii() and word.isdecimal()]
    named = [word for word in words if ":" not in word and not word.isdecimal()]
    values: dict[str, object] = {"count": numbers[0] if len(numbers) == 1 else 0}
    if len(named) > 1:
        raise ValueError(words)
    values |= {"pool": named[0]} if named else {}
    for mark, _, value in (word.partition(":") for word in words if ":" in word):
        name = _MARKS.get(mark, "")
        if not name or not value:
            raise ValueError(words)
        values[name] = (*_listed(values.get(name)), value) if name.endswith("s") and name != "stimulus" else value
    return msgspec.convert(values, Pick)


def _listed(before: object) -> tuple[str, ...]:
    return before if isinstance(before, tuple) else ()


def typed_draws(quiz: Quiz) -> str:
    """The lines that read back the same."""
    return "\n".join([*(f"{draw.pool} {draw.count}" for draw in quiz.draws), *(_line(pick) for pick in quiz.picks)])


def _line(pick: Pick) -> str:
    marks: Iterable[str] = (
        *(f"tag:{tag}" for tag in pick.tags),
        *(f"kind:{kind}" for kind in pick.kinds),
        f"objective:{pick.objective}" if pick.objective else "",
        f"situation:{pick.stimulus}" if pick.stimulus else "",
    )
    return " ".join(word for word in (pick.pool, str(pick.count), *marks) if word)
