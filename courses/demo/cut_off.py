"""A demo that was cut off while it was made is not served half: it is put aside and made anew.

While it is made in a database where nobody was before, a mark lies in the data folder, with the digest of the
database's address; it goes at the end. What somebody has of their own is never marked, and so never moved.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from academy.errors import Conflict

MARK = "demo-unfinished"
ASIDE = "cut-off"
SECRET = "secret"  # noqa: S105 - the name of the file, which is read before anything else


class HalfMade(Conflict):
    """The database holds half a demo and is not ours to move."""

    code = "demo_half_made"
    sentence = "The demo in this database was cut off while it was made. Name an empty database and start again."


@contextmanager
def making(data: Path, database_url: str) -> Iterator[None]:
    """The mark lies there until the block has ended well."""
    mark = data / MARK
    mark.write_text(_digest(database_url))
    yield
    mark.unlink()


def put_aside(data: Path, database_url: str) -> bool:
    """Move half a demo with all that belongs to it into a folder beside, in place of an older one; gives whether there
    was one. Raises HalfMade where the database lies elsewhere.
    """
    mark, aside = data / MARK, data / ASIDE
    if not mark.exists() or mark.read_text() != _digest(database_url):
        return False
    if Path(database_url.removeprefix("sqlite:///")).parent != data:
        raise HalfMade()
    if aside.exists():
        shutil.rmtree(aside)
    aside.mkdir()
    for one in [one for one in data.iterdir() if one.name not in (ASIDE, SECRET, MARK)]:
        one.rename(aside / one.name)
    mark.rename(aside / MARK)  # last, so that moving which is cut off itself goes on the next time
    return True


def _digest(database_url: str) -> str:
    return sha256(database_url.encode()).hexdigest()
