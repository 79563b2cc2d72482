"""A page for the printer: the same templates and views as pages, answered as PDF."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response

from academy.papers.house import print_paper
from academy.web import assets, templating

Sign = Callable[[bytes], Awaitable[bytes]]


async def paper(
    request: Request[Any, Any, Any], template: str, view: object, *, name: str, sign: Sign | None = None
) -> Response[bytes]:
    """The template, printed, and signed by `sign` if that is given.

    `name` is what the file is called when it is saved, in words, without an ending.
    """
    html = templating.current().render(template, view, request)
    fonts = assets.UI / "node_modules" / "@fontsource"
    content = await print_paper(html, fonts, to_be_signed=sign is not None)
    if sign is not None:
        content = await sign(content)
    file = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")
    headers = {
        "content-disposition": f'inline; filename="{file}.pdf"',
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type="application/pdf", headers=headers)
