"""What a unique index and a trigger promise, as cases of `test_schema` tell it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from piccolo.table import Table

Values = Mapping[str, Any]


class Once(msgspec.Struct, frozen=True):
    """`same`: columns that no two rows may share; `among`: the rows the rule is about; `free`: a way out of it."""

    table: type[Table]
    same: tuple[str, ...]
    among: Values = {}
    free: Values = {}


class Kept(msgspec.Struct, frozen=True):
    """`freeze`: the table and values that close the row (nothing: closed from the start); `change`: refused then;
    `opened`: what a row has before that; `parent`: the column by which a new row would belong to what is closed."""

    table: type[Table]
    change: Values = {}
    freeze: tuple[type[Table], Values] | None = None
    parent: str = ""
    opened: Values = {}
