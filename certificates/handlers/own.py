"""A holder's certificates: the list, the paper, and the card on the completion page."""

import re
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid, NotFound
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from certificates import actions, paper
from certificates.access import CertificateRow, certificate_for, certificate_of_completion, own_completion
from certificates.forms import NameForm
from certificates.queries.office import is_sealed
from certificates.queries.own import CardView, OwnCertificate, card, own_certificates

_DATA_FORMS = {"credential.json": "application/vc", "jwt": "application/vc+jwt"}


class OwnView(msgspec.Struct, frozen=True):
    """A person's certificates, newest first."""

    certificates: tuple[OwnCertificate, ...]


# Signed in is enough, here and below: who left an agency keeps the proof of what was learned there.
@get("/certificates", **needs(Permission.SIGNED_IN))
async def own_list(actor: NamedDependency[Actor]) -> Page[OwnView]:
    """The person's own certificates."""
    return Page("certificates/own.html", OwnView(await own_certificates(actor, clock.now())))


@get("/certificates/{file:str}", **needs(Permission.SIGNED_IN))
async def document(actor: NamedDependency[Actor], file: FromPath[str]) -> Response[bytes]:
    """The stored paper, for its holder, the staff of its site and the program office; `file` is "<number>.pdf".

    Also the same as data: "<number>.credential.json" and "<number>.jwt".
    """
    number, _, form = file.partition(".")
    if form not in ("pdf", *_DATA_FORMS):
        raise NotFound()
    certificate = await certificate_for(actor, number)
    await _require_reason(actor, certificate)
    return await (paper_of(certificate) if form == "pdf" else _data(certificate, form))


@get("/completions/{code:str}/certificate", **needs(Permission.SIGNED_IN))
async def document_of_completion(actor: NamedDependency[Actor], code: FromPath[str]) -> Response[bytes]:
    """The same paper by its completion: what lists and the matrix link to."""
    row = await certificate_of_completion(actor, code)
    await _require_reason(actor, row)
    return await paper_of(row)


@get("/completions/{code:str}/certificate-card", **needs(Permission.SIGNED_IN))
async def certificate_card(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[CardView]:
    """The part of the completion page that asks again until the paper is there."""
    return Page("certificates/card.html", card(await own_completion(actor, code)))


@post("/completions/{code:str}/certificate-name", **needs(Permission.SIGNED_IN))
async def certificate_name(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Page[CardView] | Moved:
    """The Latin form of a name the certificate cannot print; then it is issued."""
    row = await own_completion(actor, code)
    form: NameForm | None = None
    try:
        form = await forms.read(request, NameForm)
        await actions.name_in_latin(actor, completion_code=code, name=form.name)
    except Invalid as refusal:
        view = card(row, typed=form.name if form else "", errors=refusal.fields)
        return Page("certificates/name.html", view, status=refusal.status)
    return Moved(row.completion_path)


async def _require_reason(actor: Actor, row: CertificateRow) -> None:
    """Raise NotFound where the program office wants a sealed paper: it says why on the page of the certificate."""
    is_near = actor.id == row.holder_id or actor.may(Permission.SEE_PROGRESS, row.site_id)
    if not is_near and await is_sealed(actor, row.serial):
        raise NotFound()


async def paper_of(row: CertificateRow) -> Response[bytes]:
    """The stored PDF as a download. Raises what `paper.stored` raises."""
    return _file(row, await paper.stored(row), "pdf", "application/pdf")


async def _data(row: CertificateRow, form: str) -> Response[bytes]:
    credential, token = await paper.stored_credential(row)
    return _file(row, token.encode() if form == "jwt" else credential, form, _DATA_FORMS[form])


def _file(row: CertificateRow, content: bytes, form: str, media_type: str) -> Response[bytes]:
    name = re.sub(r"[^A-Za-z0-9]+", "-", row.course_title).strip("-")
    headers = {
        "content-disposition": f'attachment; filename="PSP-Academy-{name}-{row.serial}.{form}"',
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


ROUTES = [own_list, document, document_of_completion, certificate_card, certificate_name]
