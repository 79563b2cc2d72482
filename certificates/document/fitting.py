"""Which size a text is set in, and where a title breaks: decided by measuring, so that the engine never wraps."""

from collections.abc import Callable, Sequence

import msgspec

Measure = Callable[[str, float], float]


class Setting(msgspec.Struct, frozen=True):
    """Lines of text and their size in points."""

    lines: tuple[str, ...]
    size: float


def one_line(text: str, sizes: Sequence[float], room: float, measure: Measure) -> Setting:
    """The largest of `sizes` (falling) at which the text fits into `room` points; below the last, exactly what fits."""
    for size in sizes:
        if measure(text, size) <= room:
            return Setting((text,), size)
    return Setting((text,), _squeezed((text,), sizes[-1], room, measure))


def title(text: str, single: Sequence[float], double: Sequence[float], room: float, *, measure: Measure) -> Setting:
    """One line at a size of `single`, else two lines of nearly equal width at a size of `double` or what fits."""
    for size in single:
        if measure(text, size) <= room:
            return Setting((text,), size)
    lines = balanced(text, lambda part: measure(part, double[0]))
    for size in double:
        if max(measure(line, size) for line in lines) <= room:
            return Setting(lines, size)
    return Setting(lines, _squeezed(lines, double[-1], room, measure))


def balanced(text: str, measure: Callable[[str], float]) -> tuple[str, ...]:
    """The text in two lines, broken at the space that makes the longer one shortest; one line if there is no space."""
    words = text.split()
    breaks = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return min(breaks, key=lambda lines: max(map(measure, lines)), default=(text,))


def _squeezed(lines: Sequence[str], size: float, room: float, measure: Measure) -> float:
    # Rounded down: a hundredth of a point too wide would make the engine break the line after all.
    widest = max(measure(line, size) for line in lines)
    return int(size * room / widest * 100) / 100
