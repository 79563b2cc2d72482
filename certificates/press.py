"""Where the certificate's typefaces lie on this machine, and whether they can set a name."""

from collections.abc import Collection
from pathlib import Path
from threading import Lock

from anyio import to_thread

from academy import settings
from academy.errors import Invalid
from academy.web import assets
from certificates.document import build_fonts, fits, missing_glyphs

_one_reader = Lock()
"""Typefaces are read bit by bit: two threads that both look for the first time would meet halfway."""


class NameUnprintable(Invalid):
    """A name that the certificate's typefaces cannot set."""

    code = "name_unprintable"


def fonts() -> Path:
    """The folder of the typefaces, made from the installed packages if it is not up to date.

    Takes seconds the first time (set-up calls it), then about a millisecond. Raises FileNotFoundError without the
    front end's packages.
    """
    folder = (settings.current().data / "fonts").resolve()
    build_fonts(assets.UI / "node_modules", folder)
    return folder


async def require_printable(name: str) -> None:
    """Raise NameUnprintable, with a sentence for the field `name`, for a name that cannot stand on a certificate."""
    for sentence in (await unprintable([name])).values():
        raise NameUnprintable(sentence, fields={"name": sentence})


async def unprintable(names: Collection[str]) -> dict[str, str]:
    """Those of the names that cannot stand on a certificate, each with the sentence that says why."""
    return await to_thread.run_sync(_faults, names)


def _faults(names: Collection[str]) -> dict[str, str]:
    folder = fonts()
    with _one_reader:
        return {name: fault for name in names if (fault := _fault(name, folder))}


def _fault(name: str, folder: Path) -> str:
    missing, is_short = missing_glyphs(name, folder), fits(name, folder)
    if missing:
        letters = " ".join(sorted(missing)[:12])
        return f"Write the name in Latin letters, as an ID has it. The certificate cannot print: {letters}"
    return "" if is_short else "This name is too long for one line. Leave out a middle name or shorten it."
