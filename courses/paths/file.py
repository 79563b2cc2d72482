"""The file of learning paths, as an author writes it."""

import tomllib
from pathlib import Path

import msgspec

from courses.paths.rules import PathContent, PathsFaulty, require_distinct

LIBRARY = Path(__file__).parent.parent / "library" / "paths.toml"
"""The paths that ship with the academy."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: tuple[PathContent, ...]


def read(path: Path = LIBRARY) -> tuple[PathContent, ...]:
    """The paths in the file, in order. Raises PathsFaulty with what is wrong and where."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text()), _File).path
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as reason:
        raise PathsFaulty(f"The learning paths in {path} cannot be read: {reason}") from reason
    require_distinct(found)
    return found
