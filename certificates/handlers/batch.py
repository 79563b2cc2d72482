"""The check of many certificates: a page that works without scripts, and its answer as a spreadsheet."""

from typing import Any, BinaryIO, cast

import msgspec
from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import HTTPException

from academy import clock
from academy.actor import Permission
from academy.errors import Refusal, TooMany
from academy.web.csv import csv_response
from academy.web.guards import needs
from academy.web.page import Page
from certificates import pace
from certificates.checking import papers
from certificates.checking.numbers import MOST, Asked, NotAList, limited, read_list, read_text
from certificates.checking.results import CSV_HEAD, Results, check, csv_rows
from certificates.handlers.public import PRIVATE

Any_ = Request[Any, Any, Any]
_BODY = papers.MOST_BYTES + 1_000_000
"""The largest file, and what stands around it in a form."""


class TooLarge(Refusal):
    """More than fits a list of certificates."""

    status = 413
    code = "too_large"
    sentence = "This file is larger than 100 MB, so we did not read it. Send fewer certificates at a time."


class BatchView(msgspec.Struct, frozen=True):
    """The form as it was filled; the answer, with what was asked (`carried`) to ask it again; or what is wrong."""

    numbers: str = ""
    results: Results | None = None
    carried: str = ""
    refused: str = ""
    most: int = MOST


@get("/verify/batch", **needs(Permission.PUBLIC))
async def batch_form() -> Page[BatchView]:
    """Where numbers are pasted or a file is chosen."""
    return Page("certificates/verify_batch.html", BatchView(), headers=PRIVATE)


# A check changes nothing and has no session, so programs and phones without cookies need no form token; here and below.
@post("/verify/batch", request_max_body_size=_BODY, exclude_from_csrf=True, status_code=200, **needs(Permission.PUBLIC))
async def check_batch(request: Any_) -> Page[BatchView]:
    """What each of them is worth."""
    typed = ""
    try:
        form = await _form(request)
        typed = str(form.get("numbers") or "")
        asked = await _asked(form, typed)
        results = await _checked(request, asked)
    except (NotAList, TooLarge, TooMany) as refusal:
        return _refused(typed, refusal)
    view = BatchView(typed, results, msgspec.json.encode(asked).decode())
    return Page("certificates/verify_batch.html", view, headers=PRIVATE)


@post("/verify/batch.csv", exclude_from_csrf=True, status_code=200, **needs(Permission.PUBLIC))
async def batch_csv(request: Any_) -> Response[str] | Page[BatchView]:
    """The same for a spreadsheet: asked again, so that it says how things stand when it is taken."""
    form = await request.form()
    try:
        asked = msgspec.json.decode(str(form.get("carried") or ""), type=tuple[Asked, ...])
        results = await _checked(request, limited(asked))
    except msgspec.DecodeError:
        return _refused("", NotAList("This page was changed on the way. Check the list once more."))
    except (NotAList, TooMany) as refusal:
        return _refused("", refusal)
    answer = csv_response(f"certificates-{results.checked_at:%Y-%m-%d}.csv", CSV_HEAD, csv_rows(results))
    answer.headers.update(PRIVATE)
    return answer


async def _form(request: Any_) -> FormMultiDict:
    """The form, files on disk. Raises TooLarge, by what the sender says before anything is read."""
    if int(request.headers.get("content-length") or 0) > _BODY:
        raise TooLarge()
    try:
        return await request.form()
    except HTTPException as fault:
        if fault.status_code == TooLarge.status:
            raise TooLarge() from fault
        raise NotAList("We could not read what was sent. Choose the file again, then send it once more.") from fault


async def _asked(form: FormMultiDict, typed: str) -> tuple[Asked, ...]:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return read_list(typed)
    head = await file.read(1024)
    await file.seek(0)
    if papers.is_zip(head):
        return await to_thread.run_sync(papers.in_zip, cast("BinaryIO", file.file))
    content = await file.read(papers.PAPER_BYTES + 1)
    if len(content) > papers.PAPER_BYTES:
        raise NotAList("This file is too large for a list or a certificate. Send numbers, a CSV, or our PDFs in a ZIP.")
    if papers.is_pdf(head):
        return (await to_thread.run_sync(papers.in_pdf, content, file.filename[-120:]),)
    return read_list(read_text(content))


async def _checked(request: Any_, asked: tuple[Asked, ...]) -> Results:
    now = clock.now()
    pace.lists.take(pace.network_of(request.client.host if request.client else ""), now)
    results = await check(asked, now)
    pace.misses.note(results.unknown, now)
    return results


def _refused(typed: str, refusal: Refusal) -> Page[BatchView]:
    headers = {"retry-after": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    view = BatchView(typed, refused=refusal.sentence)
    return Page("certificates/verify_batch.html", view, status=refusal.status, headers=PRIVATE | headers)


ROUTES = [batch_form, check_batch, batch_csv]
