"""The text index of a column of folded words: FTS5 on SQLite, a GIN index over tsvector on PostgreSQL.

The column holds what `rules.fold` makes, so that both databases see the same words and neither needs a dictionary.
"""

from piccolo.columns import Column

from academy.db.engine import current
from academy.db.work import is_sqlite
from academy.search.rules import Term

_TO_VECTOR = "to_tsvector('simple', {column})"


async def text_index(column: Column) -> None:
    """For migrations. On SQLite triggers keep the index; on both, it changes in the transaction of the row."""
    for statement in (_in_sqlite if is_sqlite() else _in_postgresql)(*_names(column)):
        await current().run_ddl(statement)


async def renew_text_index(column: Column) -> None:
    """Make the index anew from the rows, whatever state it is in."""
    words = f"{_names(column)[0]}_words"
    await current().run_ddl(
        f"INSERT INTO {words}({words}) VALUES ('rebuild')" if is_sqlite() else f"REINDEX INDEX {words}"
    )


def holds(column: Column, alias: str) -> str:
    """The SQL condition that a row of the aliased table holds what the one placeholder asks for; see `asked`."""
    table, name = _names(column)
    if is_sqlite():
        return f"{alias}.id IN (SELECT rowid FROM {table}_words WHERE {table}_words MATCH {{}})"
    return f"{_TO_VECTOR.format(column=f'{alias}.{name}')} @@ to_tsquery('simple', {{}})"


def asked(terms: tuple[Term, ...], *, every: bool = True) -> str:
    """What the placeholder of `holds` is given: all of the terms, or any of them. Never an empty tuple of terms."""
    if is_sqlite():
        return (" AND " if every else " OR ").join(map(_lite, terms))
    return (" & " if every else " | ").join(map(_postgres, terms))


def _names(column: Column) -> tuple[str, str]:
    return column._meta.table._meta.tablename, column._meta.db_column_name


def _lite(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.begins else ""}'


def _postgres(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.begins else ''})"


def _in_sqlite(table: str, column: str) -> tuple[str, ...]:
    words = f"{table}_words"
    options = f"{column}, content='{table}', content_rowid='id', tokenize='unicode61', prefix='2 3'"
    taken = f"INSERT INTO {words}({words}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column});"
    put = f"INSERT INTO {words}(rowid, {column}) VALUES (NEW.id, NEW.{column});"
    return (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {words} USING fts5({options})",
        f"CREATE TRIGGER IF NOT EXISTS {words}_insert AFTER INSERT ON {table} BEGIN {put} END",
        f"CREATE TRIGGER IF NOT EXISTS {words}_delete AFTER DELETE ON {table} BEGIN {taken} END",
        f"CREATE TRIGGER IF NOT EXISTS {words}_update AFTER UPDATE OF {column} ON {table} BEGIN {taken} {put} END",
    )


def _in_postgresql(table: str, column: str) -> tuple[str, ...]:
    vector = _TO_VECTOR.format(column=column)
    return (f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin ({vector})",)
