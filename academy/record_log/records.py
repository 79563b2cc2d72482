"""What the log keeps of a record, and the words in which it does: canonical, so that everybody gets the same bytes."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from piccolo.columns import Column, Timestamptz
from piccolo.columns.combination import WhereRaw

Content = Mapping[str, object]
"""A record in plain values: texts, whole numbers, times, lists of these."""
Reading = Callable[[Sequence[int]], Awaitable[Mapping[int, Content]]]
"""Gives the records of one kind as they stand now, by id, without anything that may rightly change later."""

SALT_BYTES = 32
"""As many as the digest has: nobody tries them all."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of record that the log keeps: how one is read, once when it comes to be and again at each audit.

    subjects: a statement that gives the `id` of every record of this kind that the log must know.
    columns: given for a record that is nothing but these columns of one row.
    rarely: columns of that row that the record says as well, but only where they hold something.
    """

    name: str
    reading: Reading
    subjects: str
    columns: tuple[Column, ...] = ()
    rarely: tuple[Column, ...] = ()


_kinds: dict[str, Kind] = {}


def kind(
    name: str, subjects: str, columns: tuple[Column, ...] = (), rarely: tuple[Column, ...] = ()
) -> Callable[[Reading], Reading]:
    """Make a function the reading of a kind of record; the rest as in Kind. Raises ValueError for a kind that has one
    already: ids of two tables under one name would pass for each other."""

    def register(reading: Reading) -> Reading:
        if name in _kinds:
            raise ValueError(f"{name} is read by {_kinds[name].reading.__module__} already")
        _kinds[name] = Kind(name, reading, subjects, columns, rarely)
        return reading

    return register


def among(column: Column, ids: Iterable[int]) -> WhereRaw:
    """`column` is one of these. Written out: to bind thousands of numbers costs more than to read their rows."""
    return WhereRaw(f'"{column._meta.table._meta.tablename}"."{column._meta.db_column_name}" IN ({written(ids)})')


def written(ids: Iterable[int]) -> str:
    """Numbers as they stand between the brackets of IN."""
    return ", ".join([str(int(one)) for one in ids]) or "NULL"


def spelled(columns: Sequence[Column]) -> str:
    """SQLite's words for the canonical JSON of these columns of a row `t`.

    What it writes and what `canonical` writes may differ in an escape, never be the same for different values.
    """
    parts = [f"'{_name(one)}', {_value(one)}" for one in sorted(columns, key=_name)]
    return f"json_object({', '.join(parts)})"


def _name(column: Column) -> str:
    return column._meta.db_column_name


def _value(column: Column) -> str:
    """Times lie there as Python prints them in UTC."""
    plain = f't."{_name(column)}"'
    return f"replace(replace({plain}, ' ', 'T'), '+00:00', 'Z')" if isinstance(column, Timestamptz) else plain


def named(name: str) -> Kind:
    """Raises KeyError for a kind that no code speaks of."""
    return _kinds[name]


def known() -> frozenset[str]:
    """The names of all kinds."""
    return frozenset(_kinds)


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def canonical(content: object) -> str:
    """JSON with sorted names and no spaces (RFC 8785 for the plain values used here)."""
    return msgspec.json.encode(content, order="sorted").decode()


def digest(content: str, salt: str) -> str:
    """What the public sees of a record: without the salt (hex) nobody can try out likely contents."""
    return sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def entry_of(name: str, at: datetime, digested: str) -> str:
    """The entry of the log about a record."""
    return canonical({"at": at.astimezone(UTC).isoformat(), "digest": digested, "kind": name})
