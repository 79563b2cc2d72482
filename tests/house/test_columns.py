"""The columns of the database are those the code names, on whichever engine this runs: so both have the same."""

import pytest
from piccolo.table import Table

from academy.columns import Dated
from academy.db.schema import column_names
from tests.house import test_schema

pytestmark = pytest.mark.usefixtures("database")
assert test_schema.ONCE, "imports the tables of every area"


@pytest.mark.parametrize("table", sorted(Dated.__subclasses__(), key=lambda table: table.__name__))
async def test_migrations_make_the_columns_the_code_names(table: type[Table]):
    assert await column_names(table) == {column._meta.db_column_name for column in table._meta.columns}
