"""Where WeasyPrint is asked to print: a page of HTML, a stylesheet and art become an archivable, accessible PDF.

Profile: PDF/A-3a and PDF/UA-1 in one file, so that records officers can keep it and screen readers can read it.
One process may use this from one thread only: Pango's font map is shared.
"""

import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal
from xml.etree import ElementTree

import msgspec
import pydyf
import weasyprint
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from academy.papers.signature_field import add_signature_field

_NOWHERE: Final = "about:blank"
"""Where pages say they come from: nothing in them is looked up beside them."""

# What PDF/UA-1 wants said in the XMP packet, with the extension schema that PDF/A wants for any foreign property.
_UA_CLAIM = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part number</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class NotOnePage(Exception):
    """The text did not fit on the page: a fault of the design or of its measuring, never of the person named."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file inside the paper (an associated file of PDF/A-3). `made_at`, with a zone, is all the date it carries."""

    name: str
    content: bytes
    mime: str
    relationship: Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
    made_at: datetime
    description: str


class Press:
    """Fonts and stylesheet of one design, loaded once.

    own_fonts_only: no letter comes from the machine's fonts. to_be_signed: each paper gets an empty signature field.
    """

    def __init__(self, stylesheet: str, base: Path, *, own_fonts_only: bool, to_be_signed: bool = False) -> None:
        self._to_be_signed = to_be_signed
        self._fetcher = URLFetcher(allowed_protocols={"file"}, allow_redirects=False)
        with _no_system_fonts() if own_fonts_only else nullcontext():
            self._fonts = FontConfiguration()
        self._css = weasyprint.CSS(
            string=stylesheet, base_url=base.as_uri() + "/", url_fetcher=self._fetcher, font_config=self._fonts
        )

    @property
    def fonts(self) -> FontConfiguration:
        """The faces of the stylesheet, for setting single lines (academy.papers.lines)."""
        return self._fonts

    def print_pages(self, html: str) -> bytes:
        """The text as PDF, on as many pages as it takes. Same HTML, same bytes, provided it carries its dates."""
        source = weasyprint.HTML(string=html, base_url=_NOWHERE, url_fetcher=self._fetcher)
        return self._print(source, {}, exactly=None)

    def print_page(self, html: str, art: Mapping[str, object], attachments: Sequence[Attachment] = ()) -> bytes:
        """The page as PDF; `art:name` addresses in it and in the stylesheet are looked up in `art`.

        html: well-formed as XML too, every element closed. `art` holds what WeasyPrint takes for images. Raises
        NotOnePage, xml.etree.ElementTree.ParseError. Same bytes as for `print_pages`.
        """
        return self._print(_WellFormed(html, self._fetcher), art, attachments, exactly=1)

    def _print(
        self,
        source: weasyprint.HTML,
        art: Mapping[str, object],
        attachments: Sequence[Attachment] = (),
        *,
        exactly: int | None,
    ) -> bytes:
        options = {"pdf_variant": "pdf/a-3a", "cache": {f"art:{name}": image for name, image in art.items()}}
        document = source.render(font_config=self._fonts, stylesheets=[self._css], **options)
        if exactly is not None and len(document.pages) != exactly:
            raise NotOnePage(f"{len(document.pages)} pages instead of one")
        document.metadata = _AccessibleMetadata(document.metadata)
        attached = [self._attached(one) for one in attachments]
        return bytes(document.write_pdf(finisher=self._finish, attachments=attached, **options))

    def _attached(self, one: Attachment) -> weasyprint.Attachment:
        dates = dict.fromkeys(("created", "modified"), one.made_at.astimezone(UTC))
        words = {"name": one.name, "description": one.description, "relationship": one.relationship}
        file = weasyprint.Attachment(string=one.content, url_fetcher=self._fetcher, **words, **dates)
        # The type of a text would be guessed from its name.
        file.source = nullcontext((io.BytesIO(one.content), None, None, one.mime))
        return file

    def _finish(self, document: Any, pdf: Any) -> None:
        if self._to_be_signed:
            add_signature_field(document, pdf)
        _list_files_once(pdf)
        pdf.objects = [_Written(one) for one in pdf.objects]


class _WellFormed(weasyprint.HTML):  # type: ignore[misc]
    """A page that needs none of the leniency of HTML, read in a fiftieth of the time: that was a tenth of a print."""

    wrapper_element: Any

    def __init__(self, text: str, fetcher: URLFetcher) -> None:
        super().__init__(string="<html>", base_url=_NOWHERE, url_fetcher=fetcher)
        self.etree_element = ElementTree.fromstring(text)  # noqa: S314 - a template of our own, escaped
        self.wrapper_element = self.wrapper_element.from_html_root(self.etree_element, content_language=None)


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object in its last form. A file is gone through twice, once for the digest in it: each time would deflate."""

    def __init__(self, of: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = of.number, of.generation, of.free
        self._compressible: bool = of.compressible
        self._data: bytes = of.data if of.free == "n" else b""

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _list_files_once(pdf: Any) -> None:
    """WeasyPrint lists each associated file twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


class _AccessibleMetadata(DocumentMetadata):  # type: ignore[misc]
    """Metadata that claims PDF/UA beside PDF/A, in the one RDF block that readers look at, and uncompressed."""

    def __init__(self, plain: DocumentMetadata) -> None:
        super().__init__(**vars(plain))

    def include_in_pdf(self, pdf: Any, *claims_and_compression: object) -> None:
        super().include_in_pdf(pdf, *claims_and_compression[:-1], False)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        claimed: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return claimed.replace(b"</rdf:RDF>", _UA_CLAIM)


@contextmanager
def _no_system_fonts() -> Iterator[None]:
    """While fonts are configured, hide those of the machine: a paper must not depend on where it was made."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as empty:
        empty.write('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>')
        empty.flush()
        os.environ["FONTCONFIG_FILE"] = empty.name
        try:
            yield
        finally:
            del os.environ["FONTCONFIG_FILE"]
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before
