"""What a migration may say, on both databases.

Migrations only ever expand: new tables, new columns that are nullable or have a constant default, new indexes and
triggers. Each step is skipped where it is already done, so that `create_tables` may name today's table classes: a fresh
database gets all columns from the first migration, an older one gets the new ones from the later migration.
"""

from collections.abc import Sequence
from typing import Literal

from piccolo.columns import Column
from piccolo.table import Table, sort_table_classes

from academy.db.engine import current
from academy.db.refusals import TRIGGER_SQLSTATE
from academy.db.work import is_sqlite

Event = Literal["INSERT", "UPDATE", "DELETE"]


async def create_tables(*tables: type[Table]) -> None:
    """Create tables, those that others refer to first."""
    for table in sort_table_classes(list(tables)):
        await table.create_table(if_not_exists=True)


async def add_columns(*columns: Column) -> None:
    """Add columns to their tables; each nullable or with a constant default, as SQLite demands."""
    for column in columns:
        table = column._meta.table
        if column._meta.db_column_name not in await column_names(table):
            await table.alter().add_column(column._meta.name, column)


async def column_names(table: type[Table]) -> frozenset[str]:
    """The columns the table has in the database."""
    name = table._meta.tablename
    source = (
        "SELECT name FROM pragma_table_info({})"
        if is_sqlite()
        else "SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass({}) AND attnum > 0"
    )
    return frozenset(row["name"] for row in await table.raw(source, name))


async def index(name: str, table: type[Table], *expressions: str, where: str = "") -> None:
    """A plain index; `expressions` and `where` as for `unique_index`."""
    await _index("INDEX", name, table, expressions, where=where)


async def unique_index(name: str, table: type[Table], *expressions: str, where: str = "") -> None:
    """A uniqueness rule, over columns or expressions, for all rows or those `where` names.

    >>> await unique_index("one_open", RoleGrant, "person", "role", "coalesce(site, 0)", where="revoked_at IS NULL")
    """
    await _index("UNIQUE INDEX", name, table, expressions, where=where)


async def _index(kind: str, name: str, table: type[Table], expressions: Sequence[str], *, where: str) -> None:
    condition = f" WHERE {where}" if where else ""
    on = f'"{table._meta.tablename}" ({", ".join(expressions)})'
    await current().run_ddl(f'CREATE {kind} IF NOT EXISTS "{name}" ON {on}{condition}')


async def freeze_trigger(
    name: str,
    table: type[Table],
    message: str,
    *,
    columns: Sequence[str] = (),
    when: str = "true",
    events: Sequence[Event] = ("UPDATE", "DELETE"),
) -> None:
    """Refuse changes with `message`, a sentence for people; the caller meets it as `refusals.Frozen`.

    columns: only updates naming one of these are refused; none given means all. when: an SQL condition in which
    `{row}` is the row as it was (as it would be, for INSERT); it may hold subqueries.

    >>> await freeze_trigger("audit_kept", AuditEvent, "The audit log is never changed.")
    >>> published = "(SELECT state FROM course_version WHERE id = {row}.version) = 'published'"
    >>> await freeze_trigger("module_frozen", Module, "A published version is frozen.", when=published)
    """
    for event in events:
        of = f" OF {', '.join(columns)}" if columns and event == "UPDATE" else ""
        condition = when.replace("{row}", "NEW" if event == "INSERT" else "OLD")
        await _trigger(f"{name}_{event.lower()}", f'{event}{of} ON "{table._meta.tablename}"', condition, message)


async def mark_trigger(
    name: str, table: type[Table], *, person: str, into: type[Table], columns: Sequence[str] = (), when: str = "true"
) -> None:
    """Write into a table of marks (`person`) whose row was made, changed or deleted, in the same transaction.

    person: SQL giving the person of `{row}`. columns: changes of nothing else are passed by. when: an SQL condition on
    `{row}` for new and deleted rows; changes always count.

    >>> await mark_trigger("membership_marks", Membership, person="{row}.person", into=TrainingMark)
    """
    differ = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) or "true"
    for event, row, condition in (("INSERT", "NEW", when), ("UPDATE", "NEW", differ), ("DELETE", "OLD", when)):
        of = f" OF {', '.join(columns)}" if columns and event == "UPDATE" else ""
        # A row may go together with the one that knows its person, who is marked by that.
        whose = f"SELECT found.person FROM (SELECT {person} AS person) AS found WHERE found.person IS NOT NULL"
        said = f"{whose} AND ({condition})".replace("{row}", row)
        body = f'INSERT INTO "{into._meta.tablename}" (person) {said}'
        on = f'AFTER {event}{of} ON "{table._meta.tablename}"'
        for statement in _marking(f"{name}_{event.lower()}", on, body):
            await current().run_ddl(statement)


def _marking(name: str, on: str, body: str) -> tuple[str, ...]:
    if is_sqlite():
        return (f'CREATE TRIGGER IF NOT EXISTS "{name}" {on} FOR EACH ROW BEGIN {body}; END',)
    code = f"$$ BEGIN {body}; RETURN NULL; END $$"
    function = f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS {code}'
    return function, f'CREATE OR REPLACE TRIGGER "{name}" {on} FOR EACH ROW EXECUTE FUNCTION "{name}"()'


async def check_trigger(name: str, table: type[Table], message: str, *, holds: str) -> None:
    """A rule between columns of a row, `{row}` in the SQL condition `holds`; a breach is refused with `message`.

    >>> await check_trigger("fits", Upload, "More bytes than said.", holds="{row}.received_size <= {row}.total_size")
    """
    breach = f"NOT ({holds.replace('{row}', 'NEW')})"
    for event in ("INSERT", "UPDATE"):
        await _trigger(f"{name}_{event.lower()}", f'{event} ON "{table._meta.tablename}"', breach, message)


async def _trigger(name: str, event: str, condition: str, message: str) -> None:
    text = message.replace("'", "''")
    for statement in (_in_sqlite if is_sqlite() else _in_postgresql)(name, event, condition, text):
        await current().run_ddl(statement)


def _in_sqlite(name: str, event: str, condition: str, text: str) -> tuple[str, ...]:
    body = f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
    return (f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {event} FOR EACH ROW WHEN {condition} {body}',)


def _in_postgresql(name: str, event: str, condition: str, text: str) -> tuple[str, ...]:
    # The condition stands in the function: a trigger's own WHEN may not hold subqueries in PostgreSQL.
    body = f"IF {condition} THEN RAISE EXCEPTION USING ERRCODE = '{TRIGGER_SQLSTATE}', MESSAGE = '{text}'; END IF;"
    result = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    code = f"$$ BEGIN {body} {result} END $$"
    function = f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS {code}'
    trigger = f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} FOR EACH ROW EXECUTE FUNCTION "{name}"()'
    return function, trigger
