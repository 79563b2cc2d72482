"""SQLite and Python write a record in the same JSON, so that an audit may let SQLite compare what was logged."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.record_log.records import canonical, spelled
from academy.record_log.tables import UsedKey

COLUMNS = (UsedKey.id, UsedKey.purpose, UsedKey.public_key, UsedKey.used_from)
texts = st.text(st.characters(codec="utf-8"))


@pytest.fixture(scope="module")
def rows() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (id INTEGER, purpose TEXT, public_key TEXT, used_from TIMESTAMPTZ)")
    yield connection
    connection.close()


@given(st.integers(-(2**63), 2**63 - 1), texts, texts | st.none(), st.datetimes(timezones=st.just(UTC)))
def test_both_write_the_same_values(
    rows: sqlite3.Connection, number: int, text: str, other: str | None, at: datetime
) -> None:
    said = {"id": number, "purpose": text, "public_key": other, "used_from": at}
    rows.execute("DELETE FROM t")
    rows.execute("INSERT INTO t VALUES (?, ?, ?, ?)", (number, text, other, str(at)))
    ((written,),) = rows.execute(f"SELECT {spelled(COLUMNS)} FROM t").fetchall()
    assert msgspec.json.decode(written) == msgspec.json.decode(canonical(said))
    if text.isprintable() and (other or "").isprintable():
        assert written == canonical(said)
