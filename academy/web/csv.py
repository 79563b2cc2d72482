"""CSV for spreadsheets and other systems: UTF-8 with a mark, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from litestar import Response
from litestar.response import Stream

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BLOCK = 500


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[str]:
    """A download called `name`, with one head line."""
    return Response(csv_text(head, rows), media_type="text/csv", headers=_headers(name))


def csv_stream(name: str, head: Sequence[str], rows: AsyncIterator[Sequence[object]]) -> Stream:
    """The same, sent while it is read: memory holds `_BLOCK` rows, however many there are.

    A failure half-way breaks the download off, so that nobody takes a part for the whole.
    """
    return Stream(csv_blocks(head, rows), media_type="text/csv", headers=_headers(name))


async def csv_blocks(head: Sequence[str], rows: AsyncIterator[Sequence[object]]) -> AsyncIterator[bytes]:
    """The file in pieces of `_BLOCK` rows."""
    text = csv_text(head, ())
    block: list[Sequence[object]] = []
    async for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            yield (text + _lines(block)).encode()
            text = ""
            block.clear()
    yield (text + _lines(block)).encode()


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file as text, with the mark that tells spreadsheets its encoding."""
    return "\ufeff" + _lines([head]) + _lines(rows)


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _headers(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}


def _cell(value: object) -> str:
    """CSV injection: a text that starts like a formula gets an apostrophe before it (OWASP); a number is a number."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.startswith(_FORMULA) else text
