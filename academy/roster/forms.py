"""What is sent about an import."""

from typing import Annotated, Any

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException

from academy.spreadsheets import MOST_BYTES, Unreadable

BODY = MOST_BYTES + 100_000
"""The largest file, and what stands around it in a form."""


class ColumnsForm(msgspec.Struct, frozen=True):
    """Where each column goes, in their order, and whether units that are not known are added."""

    goes: tuple[str, ...] = ()
    adds_units: bool = False


class ChoiceForm(msgspec.Struct, frozen=True):
    """Rows that a page showed, and those of them somebody said yes to; `show`: the group the page was about."""

    shown: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()
    show: Annotated[str, msgspec.Meta(max_length=20)] = ""
    page: int = 1
    go: bool = False


async def file_of(request: Request[Any, Any, Any]) -> tuple[str, bytes]:
    """The name and bytes of the file that was sent. Raises Unreadable when there is none, or it is too large."""
    if int(request.headers.get("content-length") or 0) > BODY:
        raise Unreadable(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Send fewer rows at a time.")
    try:
        file = (await request.form()).get("file")
    except HTTPException as fault:
        raise Unreadable("We could not read what was sent. Choose the file again, then send it once more.") from fault
    if not isinstance(file, UploadFile) or not file.filename:
        raise Unreadable("Choose a CSV or XLSX file first.")
    return file.filename, await file.read()
