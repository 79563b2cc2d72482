"""The filter and order of the matrix as they stand in an address."""

from typing import Any
from urllib.parse import urlencode

from courses.reports.rules import Filters

_WORDS = ("q", "unit", "supervisor", "state", "course", "sort")


def filters_of(params: Any) -> Filters:
    """From the query of a request; what it does not name is not filtered."""
    words = {name: params.get(name, "") for name in _WORDS}
    return Filters(**words, show=tuple(params.getall("show", [])), down=params.get("down") == "yes")


def query_of(filters: Filters, **changed: object) -> str:
    """The same as part of an address, with some of it changed and without what is not set."""
    values = {name: getattr(filters, name) for name in (*_WORDS, "show")} | {"down": "yes" if filters.down else ""}
    return urlencode({name: value for name, value in (values | changed).items() if value}, doseq=True)
