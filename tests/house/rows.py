"""A row of any table with only what the database demands, its parents made on the way: for tests of the schema."""

from itertools import count

from piccolo.columns import BigInt, Boolean, Bytea, Column, Date, ForeignKey, Integer, Timestamptz
from piccolo.table import Table

from academy import clock

_numbers = count(1)


async def add(table: type[Table], **given: object) -> int:
    """Insert a row: given columns as given, references to new rows, everything else different in every row."""
    values = {
        column._meta.name: await _value(column)
        for column in table._meta.columns
        if column._meta.name not in {"id", "created_at", *given} and not column._meta.null
    }
    made = await table.insert(table(**values, **given)).returning(table._meta.primary_key)
    return int(made[0]["id"])


async def _value(column: Column) -> object:
    if isinstance(column, ForeignKey):
        return await add(column._foreign_key_meta.resolved_references)
    number = next(_numbers)
    if isinstance(column, Bytea):
        return b"%d" % number
    if isinstance(column, Boolean):
        return False
    if isinstance(column, Integer | BigInt):
        return number
    if isinstance(column, Timestamptz):
        return clock.now()
    if isinstance(column, Date):
        return clock.now().date()
    return f"{number:02}"[-2:] if column._meta.params.get("length") == 2 else f"w{number}"


async def parts_of(table: type[Table], row: int, *columns: str) -> dict[str, object]:
    """What a row has in some columns, to put it into another."""
    found = await table.select(*columns).where(table._meta.primary_key == row).first()
    assert found is not None
    return dict(found)
