"""What a lecture of slides costs, from its text to all that players need: processor time for a minute of it."""

import asyncio
import resource
from pathlib import Path
from typing import Final

import courses
from bench.orphans import adopt_orphans, bury_orphans
from media.actions.narrating import FONTS
from media.lecture.deck import parse

DECK: Final = Path(courses.__file__).parent / "library" / "crime-scene-management" / "lectures" / "1.2-securing.md"
"""A lecture of usual length, with the diagrams and tables that others have too."""


def figures(folder: Path) -> dict[str, float]:
    """The whole way, encoding of all sizes and loading of all libraries included; and again after one changed word."""
    adopt_orphans()
    text = DECK.read_text()
    first, minutes = _made(text, folder, "first")
    word = next(word for word in parse(text).slides[-1].sentences[-1].split() if word.isalpha())
    before, _, after = text.rpartition(word)
    again, _ = _made(f"{before}{word}s{after}", folder, "again")
    return {
        "lecture_cpu_s_per_minute": round(first / minutes, 2),
        "lecture_again_cpu_s_per_minute": round(again / minutes, 2),
    }


def _made(text: str, folder: Path, name: str) -> tuple[float, float]:
    """Seconds of processor time that a lecture took, and the minutes it lasts."""
    before = _spent()
    minutes = asyncio.run(_make(text, folder, name))
    bury_orphans()
    return _spent() - before, minutes


async def _make(text: str, folder: Path, name: str) -> float:
    # Loaded here, because a worker pays for it too.
    from media.lecture.making import make
    from media.lecture.pieces import Pieces

    async def unheard(*_: object) -> None: ...

    into = folder / name
    await asyncio.to_thread(into.mkdir)
    pieces = Pieces(folder / "pieces")
    made = await make(parse(text), into, pieces, fonts=FONTS, on_slide=unheard, on_progress=unheard)
    return made.rendered.duration_ms / 60_000


def _spent() -> float:
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
