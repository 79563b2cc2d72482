"""A page for the printer: the same templates and views as pages, answered as PDF."""

import re
from typing import Any

from litestar import Request, Response

from academy.papers.house import print_paper
from academy.web import assets, templating


async def paper(request: Request[Any, Any, Any], template: str, view: object, *, name: str) -> Response[bytes]:
    """The template, printed. `name` is what the file is called when it is saved, in words, without an ending."""
    html = templating.current().render(template, view, request)
    content = await print_paper(html, assets.UI / "node_modules" / "@fontsource")
    file = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")
    headers = {
        "content-disposition": f'inline; filename="{file}.pdf"',
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type="application/pdf", headers=headers)
